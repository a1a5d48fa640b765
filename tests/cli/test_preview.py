"""The preview: the book again after every save, the last good one while the text is broken."""

from __future__ import annotations

import argparse
import http.client
import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from report.cli import paper
from report.cli.build import SetReport
from report.cli.desk import Desk
from report.cli.preview import settings_of, show, stamp_of
from report.cli.preview.server import HOST, Stage, open_server
from report.diagnostics import Diagnostic, ReportError, Severity
from report.jobs import Lost

TEXT = "---\ntitle: موجز\nlang: ar\ndate: 2026-11-24\n---\n\n# فصل\n\n{}\n"
TROUBLE = Diagnostic("S001", Severity.ERROR, "it is broken: <b>")


def asked(source: Path) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    paper.arguments(parser)
    return argparse.Namespace(
        source=str(source), theme=None, profile=None, port=0, **vars(parser.parse_args([]))
    )


def desk() -> Desk:
    return Desk("human", io.StringIO(), io.StringIO())


def blank() -> bytes:
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 300)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


@pytest.fixture
def stage() -> Iterator[tuple[Stage, int]]:
    made = Stage()
    with open_server(made, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield made, server.server_port
        server.shutdown()


def get(port: int, path: str, host: str = HOST) -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    connection.request("GET", path, headers={"Host": host})
    answer = connection.getresponse()
    return answer.status, answer.headers.get_content_type(), answer.read()


def test_every_save_gives_the_book_again_and_nothing_else_does(tmp_path: Path) -> None:
    source = tmp_path / "brief.md"
    source.write_text(TEXT.format("ماء"), "utf-8")
    settings = settings_of(asked(source))
    first = next(settings)
    assert isinstance(first, SetReport)
    source.write_text(TEXT.format("نهر طويل"), "utf-8")
    second = next(settings)
    assert isinstance(second, SetReport)
    assert first.outputs != second.outputs
    source.unlink()
    gone = next(settings)
    assert isinstance(gone, Diagnostic)
    assert gone.code == "C001"
    source.write_text(TEXT.format("نهر طويل"), "utf-8")
    again = next(settings)
    assert isinstance(again, SetReport)
    assert again.outputs == second.outputs


def test_an_image_and_the_look_of_the_project_count_as_the_book(tmp_path: Path) -> None:
    source = tmp_path / "brief.md"
    source.write_text("x", "utf-8")
    (tmp_path / "report.toml").write_text("", "utf-8")
    before = stamp_of(str(source), ("map.png",))
    (tmp_path / "map.png").write_bytes(b"1")
    with_image = stamp_of(str(source), ("map.png",))
    (tmp_path / "ours.css").write_text(":root {}", "utf-8")
    assert len({before, with_image, stamp_of(str(source), ("map.png",))}) == 3


def test_the_last_book_stays_while_the_text_is_broken() -> None:
    stage, book = Stage(), blank()
    show(SetReport(outputs={"a.pdf": book}), stage, desk())
    show(SetReport(refused=TROUBLE), stage, desk())
    news = stage.news(0)
    assert (news["number"], news["pages"]) == (2, 1)
    assert stage.book == book
    show(Lost("it broke off"), stage, desk())
    (told,) = stage.news(2)["findings"]  # type: ignore[misc]
    assert "it broke off" in told["text"]


def test_pages_news_and_book_are_given_out(stage: tuple[Stage, int]) -> None:
    made, port = stage
    assert get(port, "/book.pdf")[0] == 404
    made.put(blank(), (TROUBLE,), 0.25)
    status, kind, news = get(port, "/news?after=0")
    assert (status, kind) == (200, "application/json")
    told = json.loads(news)
    assert (told["number"], told["pages"], told["seconds"]) == (1, 1, 0.25)
    assert told["findings"] == [{"severity": "error", "text": "error S001: it is broken: <b>"}]
    status, kind, picture = get(port, "/page/0?1")
    assert (status, kind) == (200, "image/png")
    with Image.open(io.BytesIO(picture)) as opened:
        assert opened.height > opened.width > 300
    assert get(port, "/book.pdf") == (200, "application/pdf", made.book)
    assert get(port, "/page/1")[0] == get(port, "/etc/passwd")[0] == 404


def test_who_asks_by_another_name_is_sent_away(stage: tuple[Stage, int]) -> None:
    """A page elsewhere that points its own name at this machine must not read the book."""
    made, port = stage
    made.put(blank(), (), 0)
    assert get(port, "/book.pdf", "evil.example")[0] == 421
    assert get(port, "/book.pdf", f"localhost:{port}")[0] == 200


def test_news_waits_for_what_is_newer(stage: tuple[Stage, int]) -> None:
    made, _ = stage
    made.put(blank(), (), 0)
    threading.Timer(0.2, lambda: made.put(blank(), (TROUBLE,), 0)).start()
    assert made.news(1)["number"] == 2
    assert made.news(2, patience=0.01)["number"] == 2


def test_a_port_that_is_taken_is_a_finding(stage: tuple[Stage, int]) -> None:
    with pytest.raises(ReportError) as refused:
        open_server(Stage(), stage[1])
    assert refused.value.diagnostic.code == "O010"
