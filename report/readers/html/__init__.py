"""HTML: the article in a saved page or in a clean file becomes a report.

What is read
------------

The article is the element that holds the prose: what the page itself names so (``article``,
``main``, ``itemprop="articleBody"``), else the innermost that holds nine tenths of it. What is
not article is left out with a finding for each piece: menus, share bars, comments, related
links, cookie lines. Scripts, styles and forms are counted. Nothing is run and nothing fetched:
images come with the page (``data:``) or lie beside it.

Headings, lists with their numbering, tables with spans and headers, figures with captions,
quotations, code, definition lists, notes (doc-noteref, Wikipedia, WordPress, Word) and
questions (``details``, schema.org, س:/ج:) become what they are in the manuscript. ``lang`` and
``dir`` count where the letters do not deny them.
"""

from __future__ import annotations

from report.readers.html.reader import far_images, read_html

__all__ = ["far_images", "read_html"]
