"""Count words intact, in order, by reader, face and text; print a table in Markdown.

    python bench/words.py --face Amiri=fonts/amiri/Amiri-Regular.ttf \
        --face "Frank Ruhl Libre:he=fonts/frank-ruhl-libre/FrankRuhlLibre_400Regular.ttf" \
        --text ar=article.txt --text he=udhr_heb.txt [--pdfjs DIR] [--chromium]

A text is set a line a paragraph, justified, A5, 11 pt, by plain WeasyPrint and by the press
(``--chromium``: by Chromium too). Readers: pypdf, PDFium, poppler (``pdftotext``) and, with
``--pdfjs``, PDF.js from the folder where npm has put ``pdfjs-dist``. A second figure for PDF.js
leaves joiners (ZWNJ, ZWJ) out of account: it drops every format character that it reads. A face
with a language after a colon is measured with texts in that language alone.
"""

from __future__ import annotations

import argparse
import html
import io
import json
import logging
import os
import re
import subprocess
import tempfile
from pathlib import Path

import pydyf
import pypdf
import pypdfium2
import weasyprint

from report.checks.wordmatch import compare
from report.locales import direction_of
from report.writers.pdf.patches import patched

PDFJS = """
import { getDocument } from '%s/pdfjs-dist/legacy/build/pdf.mjs';
import fs from 'fs';
const data = new Uint8Array(fs.readFileSync(process.argv[2]));
const book = await getDocument({ data, verbosity: 0 }).promise;
const pages = [];
for (let i = 1; i <= book.numPages; i++) {
  const { items } = await (await book.getPage(i)).getTextContent();
  pages.push(items.map(item => item.str + (item.hasEOL ? '\\n' : '')).join(''));
}
console.log(JSON.stringify(pages));
"""


def from_right(document: object, pdf: pydyf.PDF) -> None:
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"Direction": "/R2L"})


def page(paragraphs: list[str], language: str, faces: list[Path]) -> str:
    rules = "".join(
        f"@font-face {{ font-family: F{i}; src: url({face.resolve().as_uri()}) }}"
        for i, face in enumerate(faces)
    )
    families = ", ".join(f"F{i}" for i in range(len(faces)))
    body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
    return (
        f"<html lang={language} dir={direction_of(language)}><meta charset=utf-8><title>.</title>"
        f"<style>{rules} @page {{ size: A5; margin: 18mm 15mm }} p {{ margin: 0 0 6pt }}"
        f"body {{ margin: 0; font: 11pt/1.7 {families}; text-align: justify }}</style>{body}"
    )


def by_press(source: str) -> bytes:
    with patched():
        book = weasyprint.HTML(string=source)
        return bytes(book.write_pdf(pdf_variant="pdf/ua-1", finisher=from_right))


def by_weasyprint(source: str) -> bytes:
    return bytes(weasyprint.HTML(string=source).write_pdf())


def by_chromium(source: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.html").write_text(source, "utf-8")
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


def readings(data: bytes, pdfjs: str | None) -> dict[str, list[str]]:
    found = {
        "pypdf": [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(data)).pages],
        "PDFium": [s.get_textpage().get_text_range() for s in pypdfium2.PdfDocument(data)],
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.pdf"
        file.write_bytes(data)
        if pdfjs:
            script = Path(folder) / "read.mjs"
            script.write_text(PDFJS % Path(pdfjs).resolve().as_posix())
            found["PDF.js"] = json.loads(run(["node", str(script), str(file)]))
        found["poppler"] = run(["pdftotext", "-enc", "UTF-8", str(file), "-"]).split("\f")
    return found


def run(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def figures(paragraphs: list[str], pages: list[str], reader: str) -> str:
    whole = f"{100 * compare(paragraphs, pages).share:.1f}"
    if reader != "PDF.js":
        return whole
    bare = [[re.sub("[\u200c\u200d]", "", text) for text in texts] for texts in (paragraphs, pages)]
    aside = f"{100 * compare(*bare).share:.1f}"
    return whole if aside == whole else f"{whole} ({aside})"


def main() -> None:
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--face", action="append", default=[])
    arguments.add_argument("--text", action="append", default=[])
    arguments.add_argument("--help-out", action="append", default=[], type=Path)
    arguments.add_argument("--pdfjs")
    arguments.add_argument("--chromium", action="store_true")
    asked = arguments.parse_args()
    makers = {"WeasyPrint": by_weasyprint, "press": by_press}
    if asked.chromium:
        makers["Chromium"] = by_chromium
    head: list[str] = []
    for face in asked.face:
        name, _, file = face.partition("=")
        name, _, only = name.partition(":")
        for text in asked.text:
            language, _, source = text.partition("=")
            if only and only != language:
                continue
            lines = Path(source).read_text("utf-8").splitlines()
            paragraphs = [" ".join(line.split()) for line in lines if line.strip()]
            shown = page(paragraphs, language, [Path(file), *asked.help_out])
            row: dict[str, list[str]] = {}
            for maker in makers.values():
                for reader, pages in readings(maker(shown), asked.pdfjs).items():
                    row.setdefault(reader, []).append(figures(paragraphs, pages, reader))
            if not head:
                head = [f"{reader}: {' → '.join(makers)}" for reader in row]
                print("|".join(["", "face", "text", *head, ""]))
                print("|".join(["", *["---"] * (len(head) + 2), ""]))
            cells = [" → ".join(values) for values in row.values()]
            print("|".join(["", name, Path(source).stem, *cells, ""]), flush=True)


if __name__ == "__main__":
    main()
