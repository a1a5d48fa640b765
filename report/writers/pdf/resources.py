"""Resources: a closed fetcher that gives WeasyPrint what the book carries, and nothing else."""

from __future__ import annotations

from weasyprint.urls import URLFetcher, URLFetcherResponse

from report.diagnostics import Warn
from report.rules import finding

SCHEME = "house"


class ClosedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Answers ``house:`` URLs from memory and ``data:`` URLs; opens no file and no socket.

    WeasyPrint's own fetcher reads any file that a style sheet or an attachment names. What is
    asked for and not there becomes the finding P003. ``parts`` are those of the style sheet of the
    book, for who has parsed them before.
    """

    def __init__(self, warn: Warn) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._warn = warn
        self._held: dict[str, tuple[str, bytes]] = {}
        self.parts: tuple[str, ...] = ()

    def hold(self, name: str, media_type: str, data: bytes) -> str:
        """Keep a resource for the time of one book and return its URL."""
        url = f"{SCHEME}:{name}"
        self._held[url] = (media_type, data)
        return url

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Answer a URL, or raise :class:`ValueError` after saying so."""
        if url in self._held:
            media_type, data = self._held[url]
            return URLFetcherResponse(url, data, {"Content-Type": media_type})
        if not url.startswith("data:"):
            self._warn(finding("P003", None, url=url))
        return super().fetch(url, headers)
