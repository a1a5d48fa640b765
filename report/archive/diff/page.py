"""Page: a comparison as one HTML file, in the direction of the report, that needs nothing else."""

from __future__ import annotations

import tomllib
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from itertools import groupby

from report.archive.diff.compare import Comparison, Passage
from report.archive.diff.pages import Box, PagePair, Sight
from report.archive.diff.tables import CellChange, TableChange
from report.archive.diff.units import Unit
from report.archive.diff.words import Runs
from report.locales import direction_of, locale, primary

FALLBACK = "en"
_CONTEXT = 1
"""Units that stay in sight before and after a change."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What the page may load: nothing but what it carries."""

_TAGS = {"kept": ("", ""), "removed": ("<del>", "</del>"), "added": ("<ins>", "</ins>")}


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    text = (files("report.archive.diff") / "words.toml").read_text("utf-8")
    return tomllib.loads(text)


def write_page(
    comparison: Comparison,
    title: str,
    before: int,
    after: int,
    pages: Sequence[PagePair] = (),
) -> str:
    """Write a comparison as an HTML document.

    ``title`` is that of the report, ``before`` and ``after`` are the numbers of the editions,
    ``pages`` are those of the printed books that differ, which come last, side by side.
    What was removed is struck through and what was added underlined, so that neither needs its
    colour; unchanged passages are folded away and open at a touch.
    """
    language = comparison.language
    words = _words().get(primary(language), _words()[FALLBACK])
    numbers = locale(language)
    heading = words["from_to"].format(before=numbers.number(before), after=numbers.number(after))
    style = (files("report.archive.diff") / "page.css").read_text("utf-8")
    body = "\n".join((write_body(comparison), *_pages(pages, words)))
    return f"""<!DOCTYPE html>
<html lang="{escape(language)}" dir="{direction_of(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<title>{escape(title)}: {escape(heading)}</title>
<style>
{style}</style>
</head>
<body>
<header>
<p class="edition">{escape(heading)}</p>
<h1>{escape(title)}</h1>
</header>
<main>
{body}
</main>
</body>
</html>
"""


def write_body(comparison: Comparison) -> str:
    """Write what a page of a comparison says, as HTML for another page to hold."""
    words = _words().get(primary(comparison.language), _words()[FALLBACK])
    return "\n".join(_body(comparison, words))


def _body(comparison: Comparison, words: Mapping[str, str]) -> Iterator[str]:
    if comparison.is_empty:
        yield f"<p>{escape(words['nothing'])}</p>"
        return
    yield from _summary(comparison, words)
    if comparison.metadata:
        yield f"<h2>{escape(words['metadata'])}</h2>\n<table class='metadata'>"
        for field in comparison.metadata:
            name = f"<th scope='row' lang='en' dir='ltr'>{escape(field.name)}</th>"
            yield f"<tr>{name}<td dir='auto'>{_set(field.runs)}</td></tr>"
        yield "</table>"
    if comparison.assets:
        yield f"<h2>{escape(words['images'])}</h2>\n<ul>"
        for asset in comparison.assets:
            yield f"<li>{escape(words[asset.fate])}: <bdi>{escape(asset.name)}</bdi></li>"
        yield "</ul>"
    yield f"<h2>{escape(words['text'])}</h2>"
    yield from _passages(comparison, words)


def _summary(comparison: Comparison, words: Mapping[str, str]) -> Iterator[str]:
    numbers = locale(comparison.language)
    counted: dict[str, int] = {}
    for passage in comparison.changes:
        counted[passage.fate] = counted.get(passage.fate, 0) + 1
    yield "<ul class='summary'>"
    for fate, count in counted.items():
        label = escape(words[fate.replace(" ", "_")])
        yield f"<li><b>{numbers.number(count)}</b> {label}</li>"
    yield "</ul>"


def _passages(comparison: Comparison, words: Mapping[str, str]) -> Iterator[str]:
    passages = comparison.passages
    near = {
        place + offset
        for place, passage in enumerate(passages)
        if passage.fate != "kept"
        for offset in range(-_CONTEXT, _CONTEXT + 1)
    }
    numbers = locale(comparison.language)
    for in_sight, group in groupby(enumerate(passages), lambda each: each[0] in near):
        listed = [passage for _, passage in group]
        shown = [_passage(passage, comparison.language, words) for passage in listed]
        if in_sight:
            yield from shown
        else:
            count = words["kept"].format(count=numbers.number(len(listed)))
            folded = "\n".join(shown)
            yield f"<details><summary>{escape(count)}</summary>\n{folded}\n</details>"


def _passage(passage: Passage, language: str, words: Mapping[str, str]) -> str:
    unit = passage.unit
    spoken = unit.language or language
    fate = passage.fate.replace(" ", "-")
    label = ""
    if passage.fate != "kept":
        where = " › ".join(unit.where)
        change = escape(words[passage.fate.replace(" ", "_")])
        place = f" · <bdi>{escape(where)}</bdi>" if where else ""
        label = f"<p class='label'><b>{change}</b>{_kinds(passage)}{place}</p>"
    table = "" if passage.table is None else _table(passage.table, words)
    text = _text(unit, passage.runs) if not table else ""
    kind = unit.kind.replace(" ", "-")
    attributes = f"class='{fate} {kind}' lang='{escape(spoken)}' dir='{direction_of(spoken)}'"
    return f"<section {attributes}>{label}{text}{table}</section>"


def _kinds(passage: Passage) -> str:
    if passage.fate != "another kind" or passage.was is None:
        return ""
    was, now = passage.was, passage.unit
    names = f"{was.kind} {was.form} → {now.kind} {now.form}"
    return f" <bdi lang='en' dir='ltr'>{escape(names)}</bdi>"


def _text(unit: Unit, runs: Runs) -> str:
    match unit.kind:
        case "title":
            return f"<h3>{_set(runs)}</h3>"
        case "code":
            return f"<pre dir='ltr'>{_set(runs)}</pre>"
        case "table" | "chart":
            return f"<pre class='rows'>{_set(runs)}</pre>"
        case _:
            return f"<p>{_set(runs)}</p>"


def _set(runs: Runs) -> str:
    """Set runs as HTML; a line break of the text stays one.

    A word that went and the one that came stand side by side: without the non-joiner between them
    their letters would be shaped as one word.
    """
    parts = []
    for place, run in enumerate(runs):
        opening, closing = _TAGS[run.fate]
        text = escape(run.text).replace("\n", "<br>\n")
        apart = "&zwnj;" if run.fate == "added" and place and runs[place - 1].fate != "kept" else ""
        parts.append(f"{apart}{opening}{text}{closing}")
    return "".join(parts)


def _table(change: TableChange, words: Mapping[str, str]) -> str:
    return "\n".join(_table_parts(change, words))


def _table_parts(change: TableChange, words: Mapping[str, str]) -> Iterator[str]:
    for name, tag, lines in (
        ("rows_removed", "del", change.rows_removed),
        ("rows_added", "ins", change.rows_added),
        ("columns_removed", "del", change.columns_removed),
        ("columns_added", "ins", change.columns_added),
    ):
        if lines:
            yield f"<p>{escape(words[name])}</p>\n{_list(lines, tag)}"
    if change.cells:
        yield _cells(change.cells, words)
    for runs in change.apart:
        yield f"<p>{_set(runs)}</p>"


def _list(lines: Sequence[str], tag: str) -> str:
    items = "\n".join(f"<li><{tag}>{escape(line)}</{tag}></li>" for line in lines)
    return f"<ul>\n{items}\n</ul>"


def _cells(cells: Sequence[CellChange], words: Mapping[str, str]) -> str:
    head = "".join(
        f"<th scope='col'>{escape(words[name])}</th>" for name in ("row", "column", "changed")
    )
    rows = "\n".join(
        f"<tr><td>{cell.row}</td><td><bdi>{escape(cell.column)}</bdi></td>"
        f"<td>{_set(cell.runs)}</td></tr>"
        for cell in cells
    )
    return f"<table class='cells'><thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table>"


def _pages(pages: Sequence[PagePair], words: Mapping[str, str]) -> Iterator[str]:
    if not pages:
        return
    yield f"<h2>{escape(words['pages'])}</h2>"
    for pair in pages:
        note = f"<p class='label'>{escape(words['look'])}</p>" if pair.change == "look" else ""
        was = _sheet(pair.before, "removed", words["before"], words)
        now = _sheet(pair.after, "added", words["after"], words)
        yield f"<section class='pages'>{note}<div class='spread'>{was}{now}</div></section>"


def _sheet(sight: Sight | None, fate: str, when: str, words: Mapping[str, str]) -> str:
    """Set one page as a figure; the places of its words lie over the picture, in its shares."""
    if sight is None:
        return (
            f"<figure><figcaption>{escape(when)}: {escape(words['no_page'])}</figcaption></figure>"
        )
    picture = b64encode(sight.picture).decode("ascii")
    name = f"{escape(when)}: {escape(words['page'].format(folio=sight.folio))}"
    marks = "".join(f"<i class='{fate}' style='{_lies(box)}'></i>" for box in sight.marks)
    image = f"<img src='data:image/png;base64,{picture}' alt='{name}' loading='lazy'>"
    return (
        f"<figure><figcaption>{name}</figcaption>"
        f"<div class='sheet' dir='ltr'>{image}{marks}</div></figure>"
    )


def _lies(box: Box) -> str:
    """Say where a mark lies on its page; a page has a left side, whatever is written on it."""
    sides = (("left", box.x), ("top", box.y), ("width", box.width), ("height", box.height))
    return ";".join(f"{side}:{share:.2%}" for side, share in sides)
