"""Sources made to bring a reader down, and the code of the finding that each must give.

Run by itself it reads every one under the limits of the house, with sockets and files shut, and
prints what was found as JSON: ``{name: [codes]}``.
"""

from __future__ import annotations

import builtins
import io
import json
import resource
import socket
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

sys.path.insert(0, str(Path(__file__).parent.parent / "readers"))

from worddocument import SPACES, document, image, link, para, run, table

from report.diagnostics import Diagnostic, ReportError
from report.readers import read
from report.readers.images import illustrate
from report.readers.source import DOCX, Source

MEMORY = 512 * 1024 * 1024
SECONDS = 120

_TOP = "<html><body><h1>الماء</h1><p>قلّ الماء في الواحات منذ عشر سنين.</p>"
_TEXT = para("تقرير عن الماء", "T") + para("قلّ الماء في الواحات.")


def pages() -> Iterator[tuple[str, str, bytes]]:
    """Yield the name of each page, the code that it must give, and its bytes."""
    for name, code, markup in (
        ("elements in elements", "S101", "<div>" * 10_000),
        ("marks in marks", "S106", "<p>" + "<b>" * 1_900 + "x"),
        ("lists in lists", "S106", "<ul><li>y" * 900),
        ("quotations in quotations", "S106", "<blockquote>y" * 1_900),
        ("tables in tables", "S106", "<table><tr><td>y<td>z<tr><td>" * 400),
        ("formula in formula", "S107", "<p><math>" + "<mrow>" * 1_500 + "x"),
        ("a column of 100,000", "S108", "<table><tr><td colspan=100000>a<tr><td>b<td>c</table>"),
        ("rows of spans", "S108", "<table>" + "<tr><td colspan=999 rowspan=6000>a" * 2_000),
        ("a word of a megabyte", "S017", "<p>" + "ا" * 1_000_000),
        ("a million lines", "S003", "<br>\n" * 1_000_000),
        ("a class of a million", "S017", "<p class='" + "a " * 1_000_000 + "'>x"),
        ("attributes said", "S003", "<p " + " ".join(f"a{n}=x" for n in range(9_000)) + ">x"),
        ("attributes", "S003", "<p " + " ".join(f"a{n}" for n in range(9_000)) + ">x"),
        ("lines without end", "S003", "<p>a" * 30_000),
        ("links past one place", "S017", "<p><a href=#t>1</a>" * 9_000 + "<i id=t tabindex=-1>"),
        ("boxes between boxes", "S017", "<div class=sidebar>a</div>" * 9_000),
        ("lines in bold", "S015", "<p><b>رأس</b><p>نص." * 9_000),
        ("links to scripts", "S104", "<p><a href='java\nscript:alert(1)'>a</a>"),
        ("links to files", "S104", "<p><a href='file:///etc/passwd'>a</a>"),
        ("images of files", "S104", "<p><img src='file:///etc/passwd' alt=x>"),
        ("images above", "S104", "<p><img src='../../../etc/passwd' alt=x>"),
        ("images far away", "S103", "<p><img src='http://127.0.0.1:9/x.png' alt=x>"),
        ("styles that read files", "S102", "<style>@import 'file:///etc/passwd'</style>"),
        ("frames", "S102", "<iframe src='http://127.0.0.1:9/'></iframe>"),
        ("a bomb in base64", "D111", "<img src='data:image/png;base64," + "A" * 6_000_000 + "'>"),
        ("base64 that is none", "D111", "<img src='data:image/png;base64,%%%%' alt=x>"),
        ("an image of 30,000 by 30,000", "D111", f"<img src='data:image/png;base64,{_vast64()}'>"),
    ):  # fmt: skip
        yield name, code, (_TOP + markup).encode()
    yield "a NUL", "S002", (_TOP + "a\0b").encode()
    yield "half a character", "S007", b"<p>\xed\xa0\x80abc"
    yield "nothing", "S001", b""
    entities = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + _TOP + "<p>&x;"
    yield "entities", "S017", entities.encode()


def documents() -> Iterator[tuple[str, str, bytes]]:
    """Yield the name of each document of Word, the code that it must give, and its bytes."""
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<!DOCTYPE d [<!ENTITY e0 "ha">{bomb}]><w:document {SPACES}>&e9;</w:document>'
    outside = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {SPACES}/>'
    wide = laughs.encode("utf-16")
    nested = "<w:tbl><w:tr><w:tc>" * 300 + "</w:tc></w:tr></w:tbl>" * 300
    tables = f"<w:tbl><w:tr><w:tc>{'<w:tbl><w:tr><w:tc>' * 50}<w:p><w:r><w:t>x</w:t></w:r></w:p>"
    tables += "</w:tc></w:tr></w:tbl>" * 51
    circle = (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    yield "no ZIP", "S201", b"PK\x03\x04 but no more"
    yield "text", "S201", "نص".encode()
    yield "an old document", "S201", b"\xd0\xcf\x11\xe0" + bytes(600)
    yield "half a document", "S201", document(_TEXT)[:900]
    yield "no text", "S201", document("", {"word/document.xml": "<x/>"})
    yield "broken XML", "S201", document("", {"word/document.xml": "<w:document"})
    yield "elements in elements", "S201", document(_TEXT + nested)
    yield "tables in tables", "S207", document(_TEXT + tables)
    yield "an empty text", "S020", document("")
    yield "entities that multiply", "S204", document("", {"word/document.xml": laughs})
    yield "the same in UTF-16", "S204", document("", {"word/document.xml": wide})
    yield "entities that read", "S204", document("", {"word/document.xml": outside})
    yield "a part that bursts", "S202", _burst("word/media/a.png", 60_000_000)
    yield "a text that bursts", "S202", _burst("word/extra.xml", 20_000_000)
    yield "a part above", "S203", document(_TEXT, {"../../etc/cron.d/x": "x"})
    yield "a part at the root", "S203", document(_TEXT, {"/etc/passwd": "x"})
    yield "a part of Windows", "S203", document(_TEXT, {"..\\..\\x.txt": "x"})
    yield "10,000 parts", "S003", document(_TEXT, {f"x/{n}": "" for n in range(10_000)})
    yield "styles in a circle", "S018", document(para("الماء", "A") + _TEXT, styles=circle)
    far = link("i", "image", "http://127.0.0.1:9/x.png", outside=True)
    yield "an image far away", "S208", document(_TEXT + para(image("i")), links=far)
    above = link("i", "image", "../../../../etc/passwd")
    yield "an image above", "D110", document(_TEXT + para(image("i")), links=above)
    vast = {"word/media/a.png": _vast()}
    inside = link("i", "image", "media/a.png")
    yield "an image of 30,000 by 30,000", "D111", document(_TEXT + para(image("i")), vast, inside)
    script = link("l", "hyperlink", "javascript:alert(1)", outside=True)
    linked = para(f'<w:hyperlink r:id="l">{run("هنا")}</w:hyperlink>')
    yield "a link to a script", "S104", document(_TEXT + linked, links=script)
    spans = (
        "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='100000'/></w:tcPr>" + para("أ") + "</w:tc></w:tr>"
    )
    yield "a column of 100,000", "S017", document(_TEXT + table(spans * 3))
    fields = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 5_000
    yield "fields in fields", "S017", document(_TEXT + para(fields))
    yield "a word of a megabyte", "S017", document(_TEXT + para("ا" * 1_000_000))


def texts() -> Iterator[tuple[str, str, str]]:
    """Yield the name of each raw text, the code that it must give, and its words."""
    yield "a line without end", "S003", "عنوان\n\n" + "ا " * 200_000
    yield (
        "numbers that count up",
        "S017",
        "عنوان\n\n" + "\n".join(f"{n}. قلّ الماء في الواحات" for n in range(1, 16_000)),
    )
    yield (
        "series upon series",
        "S015",
        "عنوان\n\n"
        + "\n\n".join(
            f"ك{chr(0x627 + n % 20)}{chr(0x627 + n // 20)} {k}\n\nقلّ الماء في الواحات."
            for n in range(400)
            for k in (1, 2)
        ),
    )


def _burst(part: str, size: int) -> bytes:
    held = io.BytesIO(document(_TEXT))
    with zipfile.ZipFile(held, "a") as archive:
        entry = zipfile.ZipInfo(part)
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, bytes(size))
    return held.getvalue()


def _vast() -> bytes:
    from PIL import Image

    held = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(held, "PNG")
    return held.getvalue()


def _vast64() -> str:
    from base64 import b64encode

    return b64encode(_vast()).decode()


def cases() -> Iterator[tuple[str, str, Source]]:
    """Yield every source with its name and the code that it must give."""
    for name, code, data in pages():
        yield f"page: {name}", code, Source("page.html", "text/html", data)
    for name, code, data in documents():
        yield f"document: {name}", code, Source("a.docx", DOCX, data)
    for name, code, text in texts():
        yield f"text: {name}", code, Source("a.txt", "text/plain", text.encode())


def found_in(source: Source) -> list[str]:
    """Return the codes of the findings of a source, read and with its images looked at."""
    found: list[Diagnostic] = []
    try:
        illustrate(read(source, found.append), (), found.append)
    except ReportError as error:
        found.append(error.diagnostic)
    return sorted({diagnostic.code for diagnostic in found})


def _shut(*_: object, **__: object) -> NoReturn:
    raise AssertionError("a source made the press reach out")


def main() -> None:
    """Read all of them with no way out."""
    everything = list(cases())
    for _, _, source in everything[:1]:
        found_in(Source(source.name, "text/html", _TOP.encode()))
        found_in(Source("a.docx", DOCX, document(_TEXT)))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    socket.socket.connect = _shut  # type: ignore[method-assign]
    opened = builtins.open
    builtins.open = _shut  # type: ignore[assignment]
    said = {name: found_in(source) for name, _, source in everything}
    builtins.open = opened
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
