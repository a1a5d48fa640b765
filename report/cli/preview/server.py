"""EDGE: the stage of a preview: the pages of the last book as pictures, on this machine alone."""

from __future__ import annotations

import io
import json
import re
import threading
from collections.abc import Sequence
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files

import pypdfium2

from report.diagnostics import Diagnostic, ReportError, render
from report.rules import finding

HOST = "127.0.0.1"
_DOTS = 110
"""Dots an inch: a page fills a screen and its marks can be told apart."""

_PATIENCE = 20.0
"""Seconds that a question for news waits; browsers give up after a minute or more."""

_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_PAGE = re.compile(r"/page/(\d{1,5})")


class Stage:
    """The last book that could be set, and what was found the last time; for many threads."""

    def __init__(self) -> None:
        self.number = 0
        self._book: pypdfium2.PdfDocument | None = None
        self._data = b""
        self._findings: tuple[Diagnostic, ...] = ()
        self._seconds = 0.0
        self._changed = threading.Condition()

    def put(self, data: bytes | None, findings: Sequence[Diagnostic], seconds: float) -> None:
        """Show a book and its findings; without a book the last one stays."""
        with self._changed:
            if data is not None:
                if self._book is not None:
                    self._book.close()
                self._book, self._data = pypdfium2.PdfDocument(data), data
            self._findings, self._seconds = tuple(findings), seconds
            self.number += 1
            self._changed.notify_all()

    def news(self, after: int, patience: float = _PATIENCE) -> dict[str, object]:
        """Return what stands on the stage once it is newer than ``after``, or patience ends."""
        with self._changed:
            self._changed.wait_for(lambda: self.number > after, patience)
            return {
                "number": self.number,
                "pages": len(self._book) if self._book else 0,
                "seconds": round(self._seconds, 2),
                "findings": [
                    {"severity": found.severity.value, "text": render(found)}
                    for found in self._findings
                ],
            }

    @property
    def book(self) -> bytes:
        """The bytes of the book, empty before there is one."""
        return self._data

    def picture(self, page: int) -> bytes | None:
        """Return a page, counted from 0, as a PNG; ``None`` where there is no such page."""
        # PDFium is not made for threads.
        with self._changed:
            if self._book is None or page >= len(self._book):
                return None
            drawn = self._book[page].render(scale=_DOTS / 72).to_pil()
        written = io.BytesIO()
        drawn.save(written, "PNG", compress_level=1)
        return written.getvalue()


def open_server(stage: Stage, port: int) -> ThreadingHTTPServer:
    """Return a server of a stage on the loopback of this machine; port 0 takes one that is free.

    Raises :class:`ReportError` O010 when the port cannot be had.
    """

    class Handler(_Handler):
        shown = stage

    try:
        server = ThreadingHTTPServer((HOST, port), Handler)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReportError(finding("O010", None, port=port, reason=reason)) from None
    server.daemon_threads = True
    return server


class _Handler(BaseHTTPRequestHandler):
    """Answers for the page, its news, the pictures of the pages and the book itself."""

    shown: Stage

    def do_GET(self) -> None:
        """Answer; who asks by another name than this machine's is sent away."""
        path, _, asked = self.path.partition("?")
        if self.headers.get("Host", "").partition(":")[0] not in {HOST, "localhost"}:
            # A page elsewhere may point its own name at this machine (DNS rebinding).
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        elif path == "/":
            page = (files("report.cli.preview") / "page.html").read_bytes()
            self._answer("text/html; charset=utf-8", page)
        elif path == "/news":
            number = asked.removeprefix("after=")
            news = self.shown.news(int(number) if number.isdecimal() else 0)
            self._answer("application/json", json.dumps(news).encode())
        elif path == "/book.pdf" and self.shown.book:
            self._answer("application/pdf", self.shown.book)
        elif (asked_for := _PAGE.fullmatch(path)) and (
            picture := self.shown.picture(int(asked_for[1]))
        ):
            self._answer("image/png", picture)
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _answer(self, kind: str, data: bytes) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", _POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *values: object) -> None:
        """Say nothing of each request."""
