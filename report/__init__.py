r"""Warraq, a press for right-to-left reports.

The story, stage by stage; each folder is one arrow::

    Source ──readers──▶ Report ──filters──▶ Report ──compose──▶ Galley ──writers──▶ Books

A :class:`~report.readers.source.Source` is bytes with a name. A reader makes a
:class:`~report.model.document.Report` of it: frozen values that say what the article is, not how
it looks. Filters mend the characters, isolate what runs against the line and label what can be
led to. ``compose`` sets it as XHTML sheets, the galley; the writers make a PDF and an EPUB of
the same galley. :func:`report.press.publish` is the whole way in ten lines.

>>> from report.disk import open_house
>>> from report.press import publish, edition_of
>>> from report.readers.source import Source
>>> text = "---\ntitle: الموجز\ndate: 2026-11-24\n---\n\nنصٌّ قصير.\n"
>>> manuscript = Source("brief.md", "text/markdown", text.encode())
>>> findings = []
>>> books = publish(manuscript, edition_of, open_house(), findings.append)
>>> books.pdf[:5], books.epub[:2]
(b'%PDF-', b'PK')
"""

__version__ = "0.1.0"
