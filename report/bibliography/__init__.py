"""Bibliography: sources are read, and a CSL style words citations and the list of sources.

Files of sources are BibTeX or CSL-JSON; citeproc-py does the wording. The press adds what an
Arabic book needs: the terms of the language, its own marks, and each entry in the language that
it is written in.
"""

from __future__ import annotations
