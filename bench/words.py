"""Count words intact, in order, by reader, face and text; print two tables in Markdown.

    python bench/words.py [--corpus DIR] [--pdfjs DIR] [--chromium] [--typst]

The first table sets texts line by line as paragraphs, justified, A5, 11 pt, in each text face: by
plain WeasyPrint and by the press, and if asked by Chromium and Typst (``pip install typst``). The
second one makes whole books of manuscripts. Readers: pypdf, PDFium, poppler (``pdftotext``) if it
is there and, with ``--pdfjs``, PDF.js from the folder where npm has put ``pdfjs-dist``.
``--corpus`` is a folder of documents like that which the tests know as ``WARRAQ_CORPUS``; without
it there are the texts of ``bench/texts`` and the example.

What is short of the aim, and why it stays so:

- *A ZWNJ between Latin or a figure and Persian*, as in «CRM, ZWNJ, ها», is lost in PDF.js: it
  drops a code that ends with a format character, and here no letter stands to its right that could
  say it too (:mod:`report.writers.pdf.meanings`). Poppler and PDFium lose it there as well. A mark
  before a ZWNJ parts it from the letter in the same way. PDF.js takes «<» and «>» out of what goes
  from the right, so that «U+200C <» would do for it; should it once leave them in, a sign would
  stand in every word.
- *README.ar-AR in poppler*, line by line: it reads a page with as many Latin letters as Arabic ones
  as a page from the left, and each line of Arabic with Latin in it in pieces from the left. All
  that is lost stands on such pages; on all others nothing is. It counts the letters that it gives
  out, and no others: what would outweigh the Latin ones, as many RLM, would be read as well.
- *An Arabic phrase over several boxes of an English line*, as in «the <b>one</b> <i>other</i>» with
  Arabic in both, changes places with its neighbours in PDFium, and so do Arabic cells beside Latin
  ones in a table from the left: PDFium decides by the whole row, and a box is shown by itself.
- *Elsewhere in poppler*: it goes by places alone, and so takes Arabic in a line of code from the
  right, cells of a table with several lines for columns of text, and gaps of kerning for blanks.
"""

from __future__ import annotations

import argparse
import html
import io
import json
import logging
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pydyf
import pypdf
import pypdfium2
import weasyprint
from fontTools.ttLib import TTFont

from report.checks.proof import passages
from report.checks.wordmatch import compare
from report.compose import compose
from report.disk import open_house, read_source
from report.locales import direction_of
from report.press import edition_of, prepare
from report.writers.pdf.patches import patched
from report.writers.pdf.writer import write_pdf

TEXTS = Path(__file__).parent / "texts"
EXAMPLE = Path(__file__).parents[1] / "examples" / "sahel-security"
FONTS = Path(__file__).parents[1] / "fonts"
FACES = {
    "ar": [
        FONTS / "amiri/Amiri-Regular.ttf",
        FONTS / "plex-sans-arabic/IBMPlexSansArabic-Regular.ttf",
    ],
    "he": [FONTS / "frank-ruhl-libre/FrankRuhlLibre_400Regular.ttf"],
}
HELP = [FONTS / "plex-mono/IBMPlexMono-Regular.ttf"]
"""Faces for what the text faces lack."""

PDFJS = Path(__file__).parents[1] / "tests" / "pdf" / "pdfjs.mjs"


def from_right(document: object, pdf: pydyf.PDF) -> None:
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"Direction": "/R2L"})


class Setting(NamedTuple):
    """A text to set: its paragraphs, its language, and faces, the first to be used if it can."""

    paragraphs: list[str]
    language: str
    faces: list[Path]

    def page(self) -> str:
        """Return the text as a page of HTML."""
        rules = "".join(
            f"@font-face {{ font-family: F{i}; src: url({face.resolve().as_uri()}) }}"
            for i, face in enumerate(self.faces)
        )
        families = ", ".join(f"F{i}" for i in range(len(self.faces)))
        body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in self.paragraphs)
        return (
            f"<html lang={self.language} dir={direction_of(self.language)}><meta charset=utf-8>"
            f"<title>.</title><style>{rules} @page {{ size: A5; margin: 18mm 15mm }}"
            f"p {{ margin: 0 0 6pt }} body {{ margin: 0; font: 11pt/1.7 {families};"
            f"text-align: justify }}</style>{body}"
        )


def by_press(source: Setting) -> bytes:
    with patched():
        book = weasyprint.HTML(string=source.page())
        return bytes(book.write_pdf(pdf_variant="pdf/ua-1", finisher=from_right))


def by_weasyprint(source: Setting) -> bytes:
    return bytes(weasyprint.HTML(string=source.page()).write_pdf())


def by_chromium(source: Setting) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.html").write_text(source.page(), "utf-8")
        subprocess.run(
            [
                *("chromium", "--headless", "--no-sandbox", "--disable-gpu"),
                *("--no-pdf-header-footer", f"--print-to-pdf={folder}/a.pdf"),
                f"file://{folder}/a.html",
            ],
            check=True,
            capture_output=True,
            env={k: v for k, v in os.environ.items() if k != "FONTCONFIG_FILE"},
        )
        return (Path(folder) / "a.pdf").read_bytes()


def by_typst(source: Setting) -> bytes:
    import typst

    lines = "\n\n".join(f"#{json.dumps(line, ensure_ascii=False)}" for line in source.paragraphs)
    direction = direction_of(source.language)
    families = ", ".join(json.dumps(family(face)) for face in source.faces)
    with tempfile.TemporaryDirectory() as folder:
        for face in source.faces:
            shutil.copy(face, folder)
        file = Path(folder) / "a.typ"
        file.write_text(
            '#set page("a5", margin: (x: 15mm, y: 18mm))\n'
            f"#set text(font: ({families},), size: 11pt, "
            f'lang: "{source.language}", dir: {direction})\n'
            f"#set par(justify: true)\n{lines}",
            "utf-8",
        )
        return bytes(typst.compile(str(file), font_paths=[folder], ignore_system_fonts=True))


def family(face: Path) -> str:
    return str(TTFont(face)["name"].getBestFamilyName())


def readings(data: bytes, pdfjs: str | None) -> dict[str, list[str]]:
    found = {
        "pypdf": [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(data)).pages],
        "PDFium": [s.get_textpage().get_text_range() for s in pypdfium2.PdfDocument(data)],
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.pdf"
        file.write_bytes(data)
        if pdfjs:
            command = ["node", str(PDFJS), str(Path(pdfjs).resolve()), str(file)]
            found["PDF.js"] = json.loads(run(command))
        if shutil.which("pdftotext"):
            found["poppler"] = run(["pdftotext", "-enc", "UTF-8", str(file), "-"]).split("\f")
    return found


def run(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def figure(paragraphs: list[str], pages: list[str]) -> str:
    return f"{100 * compare(paragraphs, pages).share:.1f}"


def texts(corpus: Path | None) -> list[tuple[str, Path]]:
    """Return the texts to set, each with its language."""
    found = [("ar", EXAMPLE / "article.txt"), *(("ar", path) for path in sorted(TEXTS.iterdir()))]
    if corpus:
        found += [
            *(("ar", corpus / name) for name in ("udhr/udhr_arb.txt", "markdown/README.ar-AR.md")),
            ("fa", corpus / "markdown/hooshkar_crm.fa.md"),
            ("ur", corpus / "udhr/udhr_urd.txt"),
            ("he", corpus / "udhr/udhr_heb.txt"),
        ]
    return found


def manuscripts(corpus: Path | None) -> list[Path]:
    """Return what to make books of."""
    found = [EXAMPLE / "manuscript.md", EXAMPLE / "article.txt"]
    if corpus:
        found += sorted(corpus.glob("markdown/*.md")) + sorted(corpus.glob("udhr/*.txt"))
        found += sorted(corpus.glob("scraped/*.resiliparse.txt"))
    return found


def row(cells: Sequence[str]) -> None:
    print(f"| {' | '.join(cells)} |", flush=True)


def set_texts(makers: dict[str, Callable[[Setting], bytes]], asked: argparse.Namespace) -> None:
    head: list[str] = []
    for language, source in texts(asked.corpus):
        lines = source.read_text("utf-8").splitlines()
        paragraphs = [" ".join(line.split()) for line in lines if line.strip()]
        for face in FACES["he" if language == "he" else "ar"]:
            setting = Setting(paragraphs, language, [face, *HELP])
            cells: dict[str, list[str]] = {}
            for make in makers.values():
                for reader, pages in readings(make(setting), asked.pdfjs).items():
                    cells.setdefault(reader, []).append(figure(paragraphs, pages))
            if not head:
                head = [f"{reader}: {' / '.join(makers)}" for reader in cells]
                row(["text", "words", "face", *head])
                row(["---"] * (len(head) + 3))
            words = str(compare(paragraphs, []).words)
            values = [" / ".join(column) for column in cells.values()]
            row([source.stem, words, family(face), *values])


def set_books(asked: argparse.Namespace) -> None:
    head: list[str] = []
    issued = datetime(2026, 1, 1, tzinfo=UTC)
    for source in manuscripts(asked.corpus):
        report = prepare(read_source(source), lambda finding: None)
        galley = compose(report, edition_of(report, issued=issued), open_house())
        said = [passage.text for passage in passages(report)]
        found = readings(write_pdf(galley, lambda finding: None).data, asked.pdfjs)
        if not head:
            head = list(found)
            print()
            row(["book", "words", *head])
            row(["---"] * (len(head) + 2))
        values = [figure(said, pages) for pages in found.values()]
        row([source.name, str(compare(said, []).words), *values])


def main() -> None:
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--corpus", type=Path)
    arguments.add_argument("--pdfjs")
    arguments.add_argument("--chromium", action="store_true")
    arguments.add_argument("--typst", action="store_true")
    asked = arguments.parse_args()
    makers: dict[str, Callable[[Setting], bytes]] = {"WeasyPrint": by_weasyprint}
    if asked.chromium:
        makers["Chromium"] = by_chromium
    if asked.typst:
        makers["Typst"] = by_typst
    set_texts(makers | {"press": by_press}, asked)
    set_books(asked)


if __name__ == "__main__":
    main()
