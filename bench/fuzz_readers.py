"""Fuzz the readers of pages and documents: mutate good sources, and stop at the first crash.

Run by hand: ``python bench/fuzz_readers.py html 100000 [SEED]`` or ``docx``. A source that makes a
reader raise anything but :class:`ReportError`, or take more than ten seconds, is written to the
current folder, to be kept as a test.
"""

from __future__ import annotations

import io
import random
import sys
import time
import traceback
import zipfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "readers"))

from wholedocument import whole  # noqa: E402

from report.diagnostics import ReportError  # noqa: E402
from report.readers import read  # noqa: E402
from report.readers.images import illustrate  # noqa: E402
from report.readers.source import DOCX, Source  # noqa: E402
from report.writers.manuscript import write_manuscript  # noqa: E402

SLOW = 10.0
PIECES = """
< > </ /> " ' & ; = # &#x202E; &#xD800; &nbsp; ‏ ‮ \x00 \x0b س: ج: ؟ • 1. - * |
<table> </table> <tr> <td> <td/colspan=9> <td/rowspan=0> <th> <ul> <ol/type=i/start=-1> <li>
<p> </p> <h1> <h2> <b> </b> <i> <a/href=#x> <sup> <br> <img/src=a> <pre> <dl> <dt> <dd>
<details> <summary> <blockquote> <figure> <figcaption> <math> <msup> <svg> <form> <aside>
<w:p> </w:p> <w:r> </w:r> <w:t> <w:tbl> <w:tr> <w:tc> <w:ins> <w:del> <w:sdt> <w:hyperlink>
""".split()
PIECES += [
    '<w:fldChar w:fldCharType="begin"/>',
    '<w:fldChar w:fldCharType="end"/>',
    '<w:numPr><w:ilvl w:val="99"/><w:numId w:val="1"/></w:numPr>',
    '<w:gridSpan w:val="-3"/>',
    "<w:vMerge/>",
    '<w:outlineLvl w:val="3"/>',
    '<w:sym w:font="Symbol" w:char="D800"/>',
]


def mutated(text: str, chance: random.Random) -> str:
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
                text = text[:at] + chance.choice(PIECES) + text[at:]
            case 3:
                other = chance.randrange(len(text) + 1)
                text = text[:at] + text[other : other + 60] + text[to:]
            case _:
                text = text[:at] + "".join(chance.sample(PIECES, 3)) + text[to:]
    return text


def page_mutant(seeds: list[str], chance: random.Random) -> bytes:
    """Return a page near one of the seeds."""
    text = chance.choice(seeds)
    start = chance.randrange(len(text))
    text = text[start : start + chance.randint(50, 900)] if chance.random() < 0.95 else text
    return mutated(text, chance).encode("utf-8", "replace")


def document_mutant(seeds: list[bytes], chance: random.Random) -> bytes:
    """Return a document near a good one: one of its parts changed, well-formed or not."""
    data = chance.choice(seeds)
    if chance.random() < 0.05:
        at = chance.randrange(len(data))
        return data[:at] + chance.randbytes(chance.randint(0, 9)) + data[at + 3 :]
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as good, zipfile.ZipFile(held, "w") as bad:
        names = [name for name in good.namelist() if name.startswith("word/")]
        weights = [6 if name == "word/document.xml" else 1 for name in names]
        (chosen,) = chance.choices(names, weights)
        for name in good.namelist():
            content = good.read(name)
            if name == chosen and name.endswith((".xml", ".rels")):
                content = reshaped(content, chance)
            if name != chosen or chance.random() > 0.02:
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


def main() -> None:
    """Read mutants until the count is reached."""
    kind, count = sys.argv[1], int(sys.argv[2])
    chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    pages = sorted((ROOT / "tests" / "readers" / "pages").glob("*.html"))
    texts = [path.read_text("utf-8") for path in pages]
    documents = [whole()]
    make: Callable[[], bytes] = (
        (lambda: page_mutant(texts, chance))
        if kind == "html"
        else (lambda: document_mutant(documents, chance))
    )
    media_type = "text/html" if kind == "html" else DOCX
    read_well = refused = crashed = 0
    for number in range(count):
        data = make()
        started = time.perf_counter()
        try:
            report = read(Source("fuzzed", media_type, data), lambda found: None)
            if number % 20 == 0:
                write_manuscript(illustrate(report, (), lambda found: None))
            read_well += 1
        except ReportError:
            refused += 1
        except Exception:
            crashed += 1
            Path(f"crash-{kind}-{number}").write_bytes(data)
            traceback.print_exc(limit=-3)
        if time.perf_counter() - started > SLOW:
            Path(f"slow-{kind}-{number}").write_bytes(data)
            print("slow", number)
        if number % 5_000 == 4_999:
            print(f"{kind}: {number + 1}: {refused} refused, {crashed} crashed", flush=True)
        if crashed > 12:
            break
    print(f"{kind}: {read_well} read, {refused} refused, {crashed} crashed")


if __name__ == "__main__":
    main()
