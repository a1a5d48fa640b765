"""Serve: a site on the loopback, with its media types, and nothing else of this machine."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from report.archive.root.archive import Archive
from report.cli import main
from report.cli.serve import HOST, open_server


@pytest.fixture
def port(run: Callable[..., Path], archive: Archive) -> Iterator[int]:
    site = run(archive.root)
    (site.parent / "secret.txt").write_text("secret")
    (site / "out").symlink_to(site.parent)
    with open_server(site, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def got(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers["Content-Type"] or ""


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/works/", "text/html; charset=utf-8"),
        ("/search.html?q=x", "text/html; charset=utf-8"),
        ("/opds/index.json", "application/opds+json"),
        ("/opds/index.xml", "application/atom+xml;profile=opds-catalog;kind=navigation"),
        ("/opds/authors.xml", "application/atom+xml;profile=opds-catalog;kind=navigation"),
        ("/opds/newest.xml", "application/atom+xml;profile=opds-catalog;kind=acquisition"),
        ("/news.xml", "application/atom+xml"),
        ("/assets/search.js", "text/javascript; charset=utf-8"),
        ("/search/index.json", "application/json"),
    ],
)
def test_files_have_their_media_types(port: int, path: str, media_type: str) -> None:
    assert got(port, path) == (200, media_type)


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/%2e%2e/secret.txt", "/out/secret.txt", "/opds/", "/assets/", "/no.html"],
)
def test_nothing_else_is_given_out(port: int, path: str) -> None:
    assert got(port, path)[0] == 404


def test_only_the_loopback_listens() -> None:
    assert HOST == "127.0.0.1"


def test_a_folder_that_is_no_site_is_not_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", str(tmp_path)]) == 1
    assert "O009" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told(
    port: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", str(tmp_path / "site"), "--port", str(port)]) == 1
    assert "O010" in capsys.readouterr().err
    assert main(["serve", str(tmp_path / "site"), "--port", "99999"]) == 1
    assert "O010" in capsys.readouterr().err
