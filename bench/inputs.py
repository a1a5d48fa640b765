"""What is set: the sample article many times over, long tables, a vowelled book, as files.

Every engine gets the same text. The press gets a manuscript; WeasyPrint and Chromium get the page
and the styles that the press itself gives to WeasyPrint; Typst and XeLaTeX get the headings,
paragraphs, lists and tables of that page in their own markup, in one face of it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import cycle
from pathlib import Path
from random import Random

from lxml import etree, html

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from report.compose import compose  # noqa: E402
from report.disk import open_house, read_assets, read_source  # noqa: E402
from report.model.document import Division, Report  # noqa: E402
from report.model.walk import map_division, map_texts  # noqa: E402
from report.press import edition_of, prepare  # noqa: E402
from report.readers.markdown import wanted_assets  # noqa: E402
from report.readers.source import Source  # noqa: E402
from report.writers.manuscript import write_manuscript  # noqa: E402
from report.writers.page import write_page  # noqa: E402

SAMPLE = ROOT / "examples" / "sahel-security" / "manuscript.md"
AMIRI = ROOT / "fonts" / "amiri"
ISSUED = datetime(2026, 1, 1, tzinfo=UTC)
MARKS = "\u064e\u0650\u064f\u0652\u064e\u0651"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of one case."""

    manuscript: Path
    page: Path
    typst: Path
    tex: Path


def sample(times: int) -> str:
    """Return the sample with its chapters repeated; labels are told apart by their number.

    The words of each repetition come in another order: nobody is to remember what has been set
    before.
    """
    report = prepare(read_source(SAMPLE), lambda finding: None)

    def shuffled(text: str, chance: Random) -> str:
        words = text.split(" ")
        inner = words[1:-1]
        chance.shuffle(inner)
        return " ".join((*words[:1], *inner, *words[1:][-1:]))

    def again(part: Division, turn: int) -> Division:
        chance = Random(turn)
        mixed = partial(map_texts, edit=lambda text: shuffled(text, chance))
        return relabelled(map_division(part, lambda content, language: mixed(content)), turn)

    def relabelled(part: Division, turn: int) -> Division:
        blocks = tuple(
            replace(block, label=block.label and f"{block.label}-{turn}") for block in part.content
        )
        inner = tuple(relabelled(division, turn) for division in part.divisions)
        label = part.label and f"{part.label}-{turn}"
        return replace(part, label=label, content=blocks, divisions=inner)

    body = tuple(
        part if turn == 0 else again(part, turn) for turn in range(times) for part in report.body
    )
    return write_manuscript(replace(report, body=body))


def table(rows: int) -> str:
    """Return a report of one table of four columns, which stands in a file of its own."""
    head = "---\ntitle: جدول المشاريع\nlang: ar\ndate: 2026-01-01\n---\n\n# المشاريع\n\n"
    return f"{head}::: {{.table from={rows}.csv}}\nTable: المشاريع\n:::\n"


def data(rows: int) -> str:
    """Return the rows of a table."""
    lines = (
        f"{n + 1},محافظة رقم {n % 27},وصف قصير للمشروع {n % 13} في المنطقة,{n * 37 % 10007}\n"
        for n in range(rows)
    )
    return "الرقم,المحافظة,الوصف,المبلغ\n" + "".join(lines)


def vowelled(times: int) -> str:
    """Return paragraphs of the sample with a mark on every letter, as a book of prayer has."""
    marks = cycle(MARKS)

    def marked(text: str) -> str:
        return "".join(
            c + next(marks) if "\u0621" <= c <= "\u064a" and c != "\u0640" else c for c in text
        )

    page = html.fromstring(_page(sample(1), ROOT))
    paragraphs = [p.text_content() for p in page.iterfind(".//div[@class='body']//p")]
    text = "\n\n".join(
        f"## باب {turn + 1}\n\n" + "\n\n".join(map(marked, paragraphs)) for turn in range(times)
    )
    return f"---\ntitle: كتاب مشكول\nlang: ar\ndate: 2026-01-01\n---\n\n# المتن\n\n{text}\n"


CASES: dict[str, Callable[[], str]] = {
    "x1": lambda: sample(1),
    "x20": lambda: sample(20),
    "x150": lambda: sample(150),
    "table4000": lambda: table(4000),
    "table10000": lambda: table(10000),
    "vowelled": lambda: vowelled(20),
}


def write(case: str, folder: Path) -> Inputs:
    """Write the files of a case."""
    folder.mkdir(parents=True, exist_ok=True)
    text = CASES[case]()
    for rows in re.findall(r"from=([0-9]+)\.csv", text):
        (folder / f"{rows}.csv").write_text(data(int(rows)), "utf-8")
    page = _page(text, folder)
    inputs = Inputs(*(folder / name for name in ("a.md", "a.html", "a.typ", "a.tex")))
    inputs.manuscript.write_text(text, "utf-8")
    inputs.page.write_text(page, "utf-8")
    blocks = list(_blocks(html.fromstring(page)))
    inputs.typst.write_text(_typst(blocks), "utf-8")
    inputs.tex.write_text(_tex(blocks), "utf-8")
    return inputs


def _page(text: str, folder: Path) -> str:
    source = Source("a.md", "text/markdown", text.encode())
    report: Report = prepare(
        source, lambda finding: None, lambda report: read_assets(wanted_assets(report), folder)
    )
    return write_page(compose(report, edition_of(report, issued=ISSUED), open_house()))


Block = tuple[str, object]


def _blocks(page: etree._Element) -> Iterator[Block]:
    """Yield headings, paragraphs, items and tables of the body, each once."""
    for body in page.iterfind(".//div[@class='body']"):
        for element in body.iter("h1", "h2", "h3", "p", "li", "table"):
            if element.tag == "table":
                rows = [
                    [_said(cell) for cell in row.iter("td", "th")] for row in element.iter("tr")
                ]
                yield "table", rows
            elif not any(around.tag in {"table", "li"} for around in element.iterancestors()):
                yield element.tag, _said(element)


def _said(element: etree._Element) -> str:
    return " ".join(element.text_content().split())


def _typst(blocks: list[Block]) -> str:
    def escaped(text: str) -> str:
        return "".join(f"\\{c}" if c in "\\#$*_`<>@=-+/[]~" else c for c in text)

    parts = [
        '#set text(font: ("Amiri", "IBM Plex Sans Arabic"), size: 12.5pt, lang: "ar", dir: rtl)',
        '#set page(paper: "a4", numbering: "1")\n#set par(justify: true)\n#outline()\n#pagebreak()',
    ]
    for kind, said in blocks:
        if kind == "table":
            rows: list[list[str]] = said  # type: ignore[assignment]
            cells = ", ".join(f"[{escaped(cell)}]" for row in rows for cell in row)
            parts.append(f"#table(columns: {max(map(len, rows))}, {cells})")
        elif kind[0] == "h":
            parts.append(f"{'=' * int(kind[1])} {escaped(str(said))}")
        else:
            parts.append(f"{'- ' if kind == 'li' else ''}{escaped(str(said))}")
    return "\n\n".join(parts)


def _tex(blocks: list[Block]) -> str:
    def escaped(text: str) -> str:
        return "".join(f"\\{c}" if c in "#$%&_{}" else " " if c in "\\^~" else c for c in text)

    parts = [
        "\\documentclass[a4paper,12pt]{article}\\usepackage{longtable,fontspec,bidi}",
        f"\\setmainfont[Script=Arabic,Path={AMIRI}/]{{Amiri-Regular.ttf}}",
        "\\begin{document}\\setRTL\\tableofcontents\\clearpage",
    ]
    heads = {"h1": "section", "h2": "subsection", "h3": "subsubsection"}
    for kind, said in blocks:
        if kind == "table":
            rows: list[list[str]] = said  # type: ignore[assignment]
            columns = "p{0.2\\textwidth}" * max(map(len, rows))
            lines = " \\\\\n".join(" & ".join(map(escaped, row)) for row in rows)
            parts.append(f"\\begin{{longtable}}{{{columns}}}{lines}\\end{{longtable}}")
        else:
            text = escaped(str(said))
            parts.append(f"\\{heads[kind]}{{{text}}}" if kind in heads else text)
    return "\n\n".join((*parts, "\\end{document}"))
