"""``--fetch``: images of a page come from named hosts only, and every other one is told."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest
from PIL import Image

from report import fetch as fetching
from report.cli import main
from report.diagnostics import Diagnostic
from report.fetch import Origin, Refused, Wanted, fetch, fetch_images, read_origin

PAGE = '<html lang="ar"><h1>الماء في القرية</h1><p>قلّ المطر هذا العام.</p>{images}</html>'


def picture() -> bytes:
    held = BytesIO()
    Image.new("RGB", (200, 100), "teal").save(held, "PNG")
    return held.getvalue()


class Host(BaseHTTPRequestHandler):
    """A host with an image, and with the ways in which a host can mislead."""

    asked: ClassVar[list[str]] = []
    headers_of: ClassVar[list[dict[str, str]]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.headers_of.append(dict(self.headers))
        here = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
        match self.path.split("?")[0]:
            case "/well.png" | "/%D8%A8%D8%A6%D8%B1.png":
                self._send(200, picture())
            case "/moved":
                self._send(302, b"", f"{here}/well.png")
            case "/out":
                self._send(302, b"", "http://127.0.0.2:9/well.png")
            case "/file":
                self._send(302, b"", "file:///etc/hostname")
            case "/round":
                self._send(302, b"", "/round")
            case "/large":
                self._send(200, b"x" * 5_000)
            case "/cut":
                self.send_response(200)
                self.send_header("Content-Length", "5000")
                self.end_headers()
                self.wfile.write(b"short")
            case "/slow":
                self.wfile.write(b"HTTP/1.0 200 OK\r\nX: ")
                try:
                    while True:
                        self.wfile.write(b"y")
                        Host.pause()
                except OSError:
                    return
            case _:
                self._send(404, b"")

    pause: ClassVar[Callable[[], None]] = staticmethod(lambda: None)

    def _send(self, status: int, data: bytes, leads: str = "") -> None:
        self.send_response(status)
        if leads:
            self.send_header("Location", leads)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *words: object) -> None:
        """Keep the test quiet."""


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    Host.asked.clear()
    Host.headers_of.clear()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def here(port: int) -> list[Origin]:
    return [read_origin(f"http://127.0.0.1:{port}")]


def page(folder: Path, *addresses: str) -> Path:
    path = folder / "page.html"
    images = "".join(f'<img src="{address}" alt="بئر">' for address in addresses)
    path.write_text(PAGE.format(images=images), "utf-8")
    return path


def test_import_brings_the_images_of_a_named_host(
    tmp_path: Path, port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    host = f"http://127.0.0.1:{port}"
    source = page(tmp_path, f"{host}/well.png", "https://elsewhere.example/dam.png")
    target = tmp_path / "new" / "page.md"
    assert main(["import", str(source), "-o", str(target), "--fetch", host]) == 0
    assert (target.parent / "well.png").read_bytes() == picture()
    said = capsys.readouterr().err
    assert Host.asked == ["/well.png"]
    assert said.count("C050") == 1
    assert "https://elsewhere.example is not in the list" in said


def test_build_sets_what_was_fetched(tmp_path: Path, port: int) -> None:
    host = f"http://127.0.0.1:{port}"
    source = page(tmp_path, f"{host}/well.png")
    out = str(tmp_path / "out")
    assert main(["build", str(source), "-o", out, "--to", "html", "--fetch", host]) == 0
    assert Host.asked == ["/well.png"]
    (book,) = Path(out).rglob("*.html")
    assert "data:image/png" in book.read_text("utf-8")


def test_without_the_option_nothing_is_asked(tmp_path: Path, port: int) -> None:
    source = page(tmp_path, f"http://127.0.0.1:{port}/well.png")
    assert main(["import", str(source), "-o", str(tmp_path / "page.md")]) == 0
    main(["check", str(source)])
    main(["build", str(source), "-o", str(tmp_path / "out"), "--to", "html"])
    assert Host.asked == []


def test_a_manuscript_fetches_nothing(tmp_path: Path, port: int) -> None:
    host = f"http://127.0.0.1:{port}"
    source = tmp_path / "a.md"
    source.write_text(f"# فصل\n\n![بئر]({host}/well.png)\n", "utf-8")
    main(["build", str(source), "-o", str(tmp_path / "out"), "--to", "html", "--fetch", host])
    assert Host.asked == []


def test_what_lies_beside_the_page_is_not_fetched(tmp_path: Path, port: int) -> None:
    host = f"http://127.0.0.1:{port}"
    (tmp_path / "well.png").write_bytes(picture())
    source = page(tmp_path, f"{host}/well.png")
    assert main(["import", str(source), "-o", str(tmp_path / "page.md"), "--fetch", host]) == 0
    assert Host.asked == []


def test_a_redirect_is_followed_on_the_list(port: int, here: list[Origin]) -> None:
    assert fetch(f"http://127.0.0.1:{port}/moved", here) == picture()


def test_an_address_in_arabic_is_asked_for_as_the_web_spells_it(
    port: int, here: list[Origin]
) -> None:
    assert fetch(f"http://127.0.0.1:{port}/بئر.png?سنة=٢٠٢٤", here) == picture()


def test_nothing_tells_who_reads(port: int, here: list[Origin]) -> None:
    fetch(f"http://127.0.0.1:{port}/well.png", here)
    (headers,) = Host.headers_of
    assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
    assert headers["User-Agent"] == "warraq"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/out", "127.0.0.2:9 is not in the list"),
        ("/file", "is not in the list"),
        ("/round", "leads on more than 5 times"),
        ("/large", "larger than 3 kB"),
        ("/cut", "before its end"),
        ("/none", "answers 404"),
    ],
)
def test_a_host_that_misleads_is_left(
    path: str, reason: str, port: int, here: list[Origin]
) -> None:
    with pytest.raises(Refused, match=reason):
        fetch(f"http://127.0.0.1:{port}{path}", here, 4_000)


def test_a_host_that_drips_is_cut_off(
    port: int, here: list[Origin], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "PATIENCE", 0.3)
    monkeypatch.setattr(Host, "pause", staticmethod(lambda: __import__("time").sleep(0.02)))
    with pytest.raises(Refused, match="longer than"):
        fetch(f"http://127.0.0.1:{port}/slow", here)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org:8443/a.png",
        "http://example.org/a.png",
        "https://example.org.evil.example/a.png",
        "https://evil-example.org/a.png",
        "https://example.org@evil.example/a.png",
        "https://user:word@example.org/a.png",
        "file:///etc/hostname",
        "ftp://example.org/a.png",
        "https://exa\tmple.example/a.png",
        "https://[::1/a.png",
        "https://example.org:99999/a.png",
        "",
    ],
)
def test_an_address_off_the_list_is_asked_nothing(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*given: object, **named: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", never)
    monkeypatch.setattr(socket, "create_connection", never)
    with pytest.raises(Refused):
        fetch(address, [read_origin("example.org"), read_origin(".example.org")])


def test_below_a_host_stand_its_own_machines_only() -> None:
    origin = read_origin(".example.org")
    assert origin.holds("https", "images.example.org", 443)
    assert origin.holds("https", "example.org", 443)
    assert not origin.holds("https", "badexample.org", 443)
    assert not origin.holds("http", "example.org", 80)


@pytest.mark.parametrize(
    "number",
    (
        "127.0.0.1 10.1.2.3 192.168.0.9 169.254.169.254 0.0.0.0 224.0.0.1 "
        "::1 fe80::1%1 fd00::1 ::ffff:127.0.0.1 2002:7f00:1::"
    ).split(),
)
def test_a_name_that_leads_into_a_private_network_is_refused(
    number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(host: str, port: int, **named: object) -> list[tuple[object, ...]]:
        public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port))
        return [public, (socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]

    def never(*given: object, **named: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", found)
    monkeypatch.setattr(socket, "create_connection", never)
    with pytest.raises(Refused, match="private network"):
        fetch("https://example.org/a.png", [read_origin("example.org")])


def test_images_of_a_page_have_one_measure_together(
    port: int, here: list[Origin], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "MOST_BYTES", len(picture()) + 5)
    host = f"http://127.0.0.1:{port}"
    found: list[Diagnostic] = []
    wanted = [Wanted("a.png", f"{host}/well.png", None), Wanted("b.png", f"{host}/moved", None)]
    assert [asset.name for asset in fetch_images(wanted, here, found.append)] == ["a.png"]
    assert [d.code for d in found] == ["C050"]


@pytest.mark.parametrize("written", ["", "a b", "ftp://a.org", "a.org/path", ".org", "a@b.org"])
def test_what_is_no_host_is_bad_usage(
    written: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["import", str(page(tmp_path)), "--fetch", written])
    assert ended.value.code == 2
    assert "is no host" in capsys.readouterr().err
