"""Raw article text, as it is copied or extracted from a page, becomes a report."""

from report.readers.article.reader import read_article

__all__ = ["read_article"]
