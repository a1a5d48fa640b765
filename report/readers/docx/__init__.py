"""DOCX: a document of Word (ECMA-376) becomes a report.

Places in findings count paragraphs: ``ministry.docx:12`` is the twelfth of the document.

Headings are told by the outline level of their style and of the styles that it is based on, else
by size and weight; lists by their numbering; notes, tables, images, captions, links and fields by
the parts of the document that hold them. Insertions that nobody has accepted yet are taken and
deletions left out; comments, hidden words, page numbers and the table of contents are left out.
Each is a finding. Nothing is read but the file itself.
"""

from __future__ import annotations

from report.readers.docx.reader import read_docx

__all__ = ["read_docx"]
