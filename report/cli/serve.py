"""EDGE: ``report serve``: a look at a site on this machine, and nothing more of a server."""

from __future__ import annotations

import argparse
import re
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from report.catalogue.atom import ACQUIRING, ATOM, NAVIGATION, OPENSEARCH
from report.catalogue.opds2 import FEED
from report.cli.catalogue.staging import MARK
from report.cli.desk import Desk
from report.diagnostics import Place, ReportError
from report.rules import finding

HOST = "127.0.0.1"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
}
_FEEDS = (
    (re.compile(r"opds/.+\.json|works/[^/]+/editions\.json"), FEED),
    (re.compile(r"opds/(index|(subjects|authors|languages)(-\d+)?)\.xml"), NAVIGATION),
    (re.compile(r"opds/.+\.xml|works/[^/]+/editions\.xml"), ACQUIRING),
    (re.compile(r"news\.xml"), ATOM),
    (re.compile(r"opensearch\.xml"), OPENSEARCH),
)


def media_type(path: str) -> str:
    """Return the media type of a file of a site by its path.

    >>> media_type("opds/newest-2.json"), media_type("works/a/1/a.epub")
    ('application/opds+json', 'application/epub+zip')
    """
    for form, kind in _FEEDS:
        if form.fullmatch(path):
            return kind
    return _TYPES.get(Path(path).suffix, "application/octet-stream")


def arguments(verb: argparse.ArgumentParser) -> None:
    """Give the verb its arguments."""
    verb.add_argument("site", type=Path, metavar="SITE", help="a site that report catalogue wrote")
    verb.add_argument("--port", type=int, default=8765, help="on this machine only (8765)")
    verb.set_defaults(verb=run)


def run(options: argparse.Namespace, desk: Desk) -> bool:
    """Serve a site until it is interrupted."""
    with open_server(options.site, options.port) as server:
        address = f"http://{HOST}:{server.server_port}/"
        desk.say(f"{options.site} at {address} (Ctrl+C ends)", address=address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            pass
    return True


def open_server(site: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of a site on the loopback of this machine; port 0 takes one that is free.

    Raises :class:`ReportError` O009 when there is no site, O010 when the port cannot be had.
    """
    if not (site / MARK).is_file():
        raise ReportError(finding("O009", Place(str(site), 0), path=str(site)))

    class Handler(_Handler):
        root = site.resolve()

    try:
        return ThreadingHTTPServer((HOST, port), Handler)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReportError(finding("O010", None, port=port, reason=reason)) from None


class _Handler(SimpleHTTPRequestHandler):
    """Gives out the files of a site: their media types, no listings, no links out of it."""

    root: Path

    def translate_path(self, path: str) -> str:
        """Return the file of an address; what leads out of the site is no file of it."""
        self.directory = str(self.root)
        file = Path(super().translate_path(path))
        inside = file.resolve().is_relative_to(self.root)
        return (
            str(file) + ("/" if path.endswith("/") else "")
            if inside
            else str(self.root / MARK / "-")
        )

    def guess_type(self, path: object) -> str:
        """Return the media type of a file of the site."""
        return media_type(Path(str(path)).relative_to(self.root).as_posix())

    def list_directory(self, path: object) -> None:
        """Refuse to list a folder."""
        del path
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *values: object) -> None:
        """Say nothing of each request."""
