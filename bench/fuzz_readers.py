"""Fuzz every reader with what follows it: mutate good sources, keep those that end badly.

Run by hand: ``python bench/fuzz_readers.py KIND COUNT [SEED]``, where KIND is one of ``html``,
``docx``, ``article``, ``markdown``, ``json``, ``csv``, ``xlsx`` and ``project`` (``report.toml``).
Each mutant of a source is read, checked and edited as for a book; data fill a table and a chart;
the waivers of a project judge a finding. One that raises anything but :class:`ReportError`, or
takes more than ten seconds, is written to the current folder, to be kept as a test; after a dozen
the run ends.
"""

from __future__ import annotations

import csv
import io
import json
import random
import sys
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "readers"))

from wholedocument import whole  # noqa: E402

from report.checks.waivers import Waiving, read_waivers  # noqa: E402
from report.datasets import fill  # noqa: E402
from report.diagnostics import Place, ReportError  # noqa: E402
from report.model.assets import Asset  # noqa: E402
from report.model.jsonform import to_json  # noqa: E402
from report.press import prepare  # noqa: E402
from report.readers import read  # noqa: E402
from report.readers.source import DOCX, Source  # noqa: E402
from report.rules import finding  # noqa: E402
from report.writers.manuscript import write_manuscript  # noqa: E402

SLOW = 10.0
PIECES = """
< > </ /> " ' & ; = # &#x202E; &#xD800; &nbsp; ‏ ‮ \x00 \x0b س: ج: ؟ • 1. - * |
<table> </table> <tr> <td> <td/colspan=9> <td/rowspan=0> <th> <ul> <ol/type=i/start=-1> <li>
<p> </p> <h1> <h2> <b> </b> <i> <a/href=#x> <sup> <br> <img/src=a> <pre> <dl> <dt> <dd>
<details> <summary> <blockquote> <figure> <figcaption> <math> <msup> <svg> <form> <aside>
<w:p> </w:p> <w:r> </w:r> <w:t> <w:tbl> <w:tr> <w:tc> <w:ins> <w:del> <w:sdt> <w:hyperlink>
""".split()
MARKS = """
# ## ### | |- |:-: ::: ::::faq ``` ~~~ [^1] [^1]: [@a] {#x} {.note} {table: a.csv} {{ }} --- ...
*** ** __ * _ ![a](b.png) [a](b) <https://a.b> :: > - • 1. ١. أ) س: ج: سؤال: پاسخ: ש: شكل جدول \
::: {lang=en} [x]{lang=he} $a$ ، ؛ ؟ « » ( ) [ ] 12 ١٢ ۱۲ % فى ى ي ك ک
""".split()
MARKS += ["\t", "\u200c", "\u200d", "\u200f", "\u2066", "\u2069", "\u202e", "\u0640"]
PIECES += [
    '<w:fldChar w:fldCharType="begin"/>',
    '<w:fldChar w:fldCharType="end"/>',
    '<w:numPr><w:ilvl w:val="99"/><w:numId w:val="1"/></w:numPr>',
    '<w:gridSpan w:val="-3"/>',
    "<w:vMerge/>",
    '<w:outlineLvl w:val="3"/>',
    '<w:sym w:font="Symbol" w:char="D800"/>',
]


def mutated(text: str, chance: random.Random, pieces: list[str] = PIECES) -> str:
    """Return a text with a few cuts, doubles, swaps and planted pieces."""
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(text) + 1)
        to = min(len(text), at + chance.randint(1, 120))
        match chance.randrange(5):
            case 0:
                text = text[:at] + text[to:]
            case 1:
                text = text[:at] + text[at:to] * chance.randint(2, 4) + text[to:]
            case 2:
                text = text[:at] + chance.choice(pieces) + text[at:]
            case 3:
                other = chance.randrange(len(text) + 1)
                text = text[:at] + text[other : other + 60] + text[to:]
            case _:
                text = text[:at] + "".join(chance.sample(pieces, 3)) + text[to:]
    return text


def page_mutant(seeds: list[str], chance: random.Random) -> bytes:
    """Return a page near one of the seeds."""
    text = chance.choice(seeds)
    start = chance.randrange(len(text))
    text = text[start : start + chance.randint(50, 900)] if chance.random() < 0.95 else text
    return mutated(text, chance).encode("utf-8", "replace")


def text_mutant(seeds: list[str], chance: random.Random) -> bytes:
    """Return raw text or a manuscript near one of the seeds."""
    text = chance.choice(seeds)
    start = chance.randrange(len(text))
    text = text[start : start + chance.randint(30, 700)]
    if chance.random() < 0.3:
        other = chance.choice(seeds)
        start = chance.randrange(len(other))
        text += chance.choice(["\n", "\n\n", " "]) + other[start : start + chance.randint(10, 300)]
    return mutated(text, chance, MARKS + PIECES[:24]).encode("utf-8", "replace")


def form_mutant(seeds: list[str], chance: random.Random) -> bytes:
    """Return the JSON form of a report with values of it moved, doubled, dropped and replaced."""
    text = chance.choice(seeds)
    if chance.random() < 0.1:
        return mutated(text, chance).encode("utf-8", "replace")
    form = json.loads(text)
    held = list(_containers(form))
    values = [None, "", "نص", "\u202e", -1, 0, 10**30, 1.5, True, [], {}, "und", "ar"]
    strings = ["", " ", "\n", "a\u0000", "[x](y)", "<b>", "{{a}}", "\ud800", "#", "س: ما؟"]
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        box, other = chance.choice(held), chance.choice(held)
        key = chance.choice(list(box) if isinstance(box, dict) else range(len(box)))
        if isinstance(box[key], str) and chance.random() < 0.9:
            box[key] = chance.choice([*strings, mutated(box[key], chance)])
            continue
        match chance.randrange(6):
            case 0:
                box[key] = chance.choice(values)
            case 1 | 2 | 3 if isinstance(box, list):
                box.append(json.loads(json.dumps(box[key])))
            case 4:
                box[key] = json.loads(json.dumps(other))
            case _ if len(box) > 1:
                del box[key]
        held = list(_containers(form)) or [form]
    return json.dumps(form).encode()


def _containers(form: object) -> Iterator[dict[str, Any] | list[Any]]:
    if isinstance(form, dict | list) and form:
        yield form
        for inner in form.values() if isinstance(form, dict) else form:
            yield from _containers(inner)


def forms() -> list[str]:
    """Return the JSON forms of a hundred short manuscripts, cut from the examples."""
    found: list[str] = []
    for text in texts_of("examples/*/*.md"):
        for start in range(0, len(text), 900):
            cut = Source("a.md", "text/markdown", text[start : start + 900].encode())
            try:
                found.append(to_json(read(cut, lambda found: None)))
            except ReportError:
                continue
    return found


def texts_of(*patterns: str) -> list[str]:
    """Return the files of the repository that match a pattern."""
    paths = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    return [path.read_text("utf-8") for path in paths]


def document_mutant(seeds: list[bytes], chance: random.Random) -> bytes:
    """Return a document near a good one: one of its parts changed, well-formed or not."""
    data = chance.choice(seeds)
    if chance.random() < 0.05:
        return damaged(data, chance)
    names = [name for name in members(data) if name.startswith("word/")]
    weights = [6 if name == "word/document.xml" else 1 for name in names]
    (chosen,) = chance.choices(names, weights)
    return repacked(data, chosen, chance, left_out=0.02)


def members(data: bytes) -> list[str]:
    """Return the names of the parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as good:
        return good.namelist()


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return bytes of which a few in one place are others."""
    at = chance.randrange(len(data))
    return data[:at] + chance.randbytes(chance.randint(0, 9)) + data[at + 3 :]


def repacked(data: bytes, chosen: str, chance: random.Random, left_out: float) -> bytes:
    """Return a package with one part reshaped, or left out as often as ``left_out`` says."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as good, zipfile.ZipFile(held, "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            if name == chosen and name.endswith((".xml", ".rels")):
                content = reshaped(content, chance)
            if name != chosen or chance.random() > left_out:
                bad.writestr(name, content)
    return held.getvalue()


def reshaped(content: bytes, chance: random.Random) -> bytes:
    """Return XML with elements taken out, doubled, moved, and attributes changed."""
    from lxml import etree

    if chance.random() < 0.1:
        return mutated(content.decode(), chance).encode("utf-8", "replace")
    root = etree.fromstring(content)
    if root.tag.endswith("}document") and chance.random() < 0.9:
        # A few paragraphs are read ten times as fast as all of them.
        body = root[0]
        start = chance.randrange(len(body))
        body[:] = body[start : start + chance.randint(1, 4)]
    for _ in range(chance.randint(1, 8)):
        elements = [e for e in root.iter() if e is not root]
        if not elements:
            break
        element, other = chance.choice(elements), chance.choice(elements)
        parent = element.getparent()
        match chance.randrange(5):
            case 0 if parent is not None:
                parent.remove(element)
            case 1 if parent is not None:
                parent.append(etree.fromstring(etree.tostring(element)))
            case 2:
                other.append(etree.fromstring(etree.tostring(element)))
            case 3 if element.attrib:
                name = chance.choice(list(element.attrib))
                values = ["", "0", "-1", "99999999999", "x", "قيمة", "none", "begin", "1"]
                element.set(name, chance.choice(values))
            case _:
                element.text = chance.choice(["", "نص", "س: ما؟", "\u202e", "• x", "1. y", " "])
    return etree.tostring(root)


CELLS = """
السنة المنطقة العدد 2024 12.5 ١٢٫٥ 1,234 -3 % 2024-05-01 2014=100 01 NaN inf 1e400 =A1+B1 "ا؛ب"
""".split()
CELLS += ["", "تونس الخضراء", "أ\nب", "\u202e", "9" * 400]


def sheet_mutant(chance: random.Random) -> bytes:
    """Return delimited text of odd cells, then a few bytes of it changed."""
    delimiter = chance.choice([",", ";", "\t", "|", "،"])
    rows = [
        [chance.choice(CELLS) for _ in range(chance.choice((1, 3, 4, 70)))]
        for _ in range(chance.randint(0, 12))
    ]
    held = io.StringIO()
    ends = chance.choice(("\n", "\r\n", "\r"))
    csv.writer(held, delimiter=delimiter, lineterminator=ends).writerows(rows)
    text = held.getvalue()
    if chance.random() < 0.5:
        text = mutated(text, chance, [*MARKS, *CELLS])
    encoding = chance.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1256", "cp1255"])
    return text.encode(encoding, "replace")


def workbook_mutant(seeds: list[bytes], chance: random.Random) -> bytes:
    """Return a workbook near a good one: one of its parts reshaped, cut, or left out."""
    data = chance.choice(seeds)
    if chance.random() < 0.1:
        return damaged(data, chance)
    names = members(data)
    chosen = chance.choice([name for name in names if "sheet" in name.lower()] + names)
    return repacked(data, chosen, chance, left_out=0.05)


def workbooks() -> list[bytes]:
    """Return good workbooks: numbers, days, formulas, merged cells, two sheets."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for row in (
        ["السنة", "المنطقة", "العدد", "اليوم"],
        [2024, "تونس", 12.5, date(2024, 5, 1)],
        [2025, "صفاقس", "=A2+1", None],
        [True, "نص طويل", -3, "2024"],
    ):
        sheet.append(row)
    sheet.merge_cells("A2:B2")
    book.create_sheet("ثانية").append(["أ", 1])
    held = io.BytesIO()
    book.save(held)
    return [held.getvalue()]


PROJECTS = (
    '[[waive]]\ncode = "T040"\nplace = "chapters/*.md:12"\nreason = "أسلوب الدار"\n'
    'until = 2027-01-31\n\n[[waive]]\ncode = "S017"\ntext = "جدول - "\nreason = "x"\n',
    '[[waive]]\ncode = "D060"\nplace = "a[b]*?.md"\nreason = "y"\n[other]\nx = [1, {a = 2}]\n',
)
TOML = """
[[waive]] [waive] [[ ]] = {} [1,2] \"\"\" \'\'\' 2027-13-01 2027-01-31T00:00:00Z 0x 1e999 nan
code place text reason until "T040" "" * [!a] ? ** "\\ud800" "\\u0000" # , . \\
""".split()
TOML += ["\n", "[" * 3000, "9" * 5000, "a." * 3000]


def project_mutant(chance: random.Random) -> bytes:
    """Return a ``report.toml`` near a good one."""
    return mutated(chance.choice(PROJECTS), chance, TOML).encode("utf-8", "replace")


def prepared(data: bytes, media_type: str, number: int) -> None:
    """Read, check and edit a source as for a book; write the manuscript of each twentieth."""
    report = prepare(Source("fuzzed", media_type, data), lambda found: None)
    if number % 20 == 0:
        write_manuscript(report)


def filled(data: bytes, chance: random.Random) -> None:
    """Fill a table and a chart of a manuscript with the cells of a file."""
    columns = chance.choice(("", "السنة; العدد: number.1", "1;2: percent", "المنطقة=م: date", "x"))
    chosen = f' columns="{columns}"' if columns else ""
    total = chance.choice(("", " total=المجموع header-cols=1", " header-cols=3"))
    kind = chance.choice(("bar", "line", "share", "timeline"))
    text = f"---\ntitle: ت\nlang: {chance.choice(('ar', 'fa', 'he', 'en'))}\n---\n\n# ت\n\n"
    text += f"::: {{.table from=a.csv{chosen}{total}}}\nTable: المدن\n:::\n\n"
    text += f"::: {{.chart kind={kind} from=a.csv{chosen}}}\n:::\n"
    report = read(Source("m.md", "text/markdown", text.encode()), lambda found: None)
    fill(report, [Asset("a.csv", "text/csv", data)], lambda found: None)


def waived(data: bytes) -> None:
    """Read the waivers of a project and let them judge a finding."""
    found = finding("S018", Place("a.md", 12), text="جدول - ")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return
    waiving = Waiving(read_waivers(text, "report.toml", lambda said: None), date(2026, 11, 24))
    for told in (*waiving.apply([found], "chapters/a.md"), *waiving.unused(lambda code: True)):
        str(told)


def trial(kind: str) -> tuple[Callable[[random.Random], bytes], Callable[..., None]]:
    """Return what makes mutants of a kind of source, and what tries one: data, chance, number."""
    if kind == "csv":
        return sheet_mutant, lambda data, chance, number: filled(data, chance)
    if kind == "xlsx":
        books = workbooks()
        return (
            lambda chance: workbook_mutant(books, chance),
            lambda data, chance, number: filled(data, chance),
        )
    if kind == "project":
        return project_mutant, lambda data, chance, number: waived(data)
    media_type, make = maker(kind)
    return make, lambda data, chance, number: prepared(data, media_type, number)


def maker(kind: str) -> tuple[str, Callable[[random.Random], bytes]]:
    """Return the media type of a kind of source and what makes mutants of it."""
    if kind == "html":
        pages = texts_of("tests/readers/pages/*.html")
        return "text/html", lambda chance: page_mutant(pages, chance)
    if kind == "docx":
        more = sorted(ROOT.glob("tests/rules/S2[01][5-90]-*/bad.docx"))
        documents = [whole(), *(path.read_bytes() for path in more)]
        return DOCX, lambda chance: document_mutant(documents, chance)
    if kind == "article":
        articles = texts_of(
            "tests/readers/articles/*.txt", "examples/*/article.txt", "tests/rules/S036-*/bad.txt"
        )
        return "text/plain", lambda chance: text_mutant(articles, chance)
    if kind == "markdown":
        manuscripts = texts_of("examples/*/*.md", "tests/readers/pages/*.md")
        return "text/markdown", lambda chance: text_mutant(manuscripts, chance)
    written = forms()
    return "application/json", lambda chance: form_mutant(written, chance)


def main() -> None:
    """Prepare mutants until the count is reached."""
    kind, count = sys.argv[1], int(sys.argv[2])
    chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    make, attempt = trial(kind)
    well = refused = bad = 0
    for number in range(count):
        data = make(chance)
        started = time.process_time()
        try:
            attempt(data, chance, number)
            well += 1
        except ReportError:
            refused += 1
        except Exception:
            bad += 1
            Path(f"crash-{kind}-{number}").write_bytes(data)
            traceback.print_exc(limit=-4)
        if time.process_time() - started > SLOW:
            bad += 1
            Path(f"slow-{kind}-{number}").write_bytes(data)
            print("slow", number)
        if number % 5_000 == 4_999:
            print(f"{kind}: {number + 1}: {refused} refused, {bad} bad", flush=True)
        if bad > 12:
            break
    print(f"{kind}: {well} prepared, {refused} refused, {bad} bad")


if __name__ == "__main__":
    main()
