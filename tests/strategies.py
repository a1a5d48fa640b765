"""Strategies: reports as hypothesis makes them, in the normal form of the manuscript.

Normal form is what a reader makes: no empty text, no two texts side by side, single blanks,
none at the edges of a run or beside a line break, no link inside a link, no container without
content. Any such report can be written as a manuscript and as JSON, and reads back equal.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any, get_args

from hypothesis import strategies as st

from report.model.assets import Asset
from report.model.blocks import (
    Align,
    Bars,
    Block,
    BlockQuote,
    Blocks,
    Break,
    Callout,
    CalloutKind,
    Cell,
    Chart,
    ChartKind,
    CodeBlock,
    Column,
    Definition,
    DefinitionList,
    Faq,
    Figure,
    List,
    ListItem,
    Numbering,
    Paragraph,
    PullQuote,
    QuestionAnswer,
    Row,
    Table,
)
from report.model.customs import Calendar, Digits, Justify
from report.model.document import (
    Chapters,
    Contributor,
    Division,
    Kind,
    Metadata,
    Note,
    NotePlace,
    Options,
    ParallelTitle,
    Profile,
    Report,
    Role,
    SummaryPlace,
)
from report.model.inlines import (
    Citation,
    Cite,
    Code,
    CrossRef,
    Day,
    Emphasis,
    Gap,
    IndexMark,
    Inline,
    Inlines,
    Isolate,
    LineBreak,
    Link,
    NoteRef,
    Strong,
    Subscript,
    Superscript,
    Term,
    Text,
)
from report.model.walk import all_inlines

LANGUAGES = ["ar", "ar-MA", "fa", "ur", "he", "en", "fr"]
_WORDS = ["الأمن", "WHO", "۱۲", "כתב", "نص", "a", "12", "(FATF)", "«قال»", "R&D", "C#", "٪"]
_MARKUP = [
    *["*", "**", "_", "`", "``", "[", "]", "[x]", "[^1]", "![", "(", ")", "{", "}", "{#a .b}"],
    *["#", "##", ">", "-", "+", "•", "--", "---", "—", "=", "|", ":", "::", ":::", "~", "^", "@"],
    *["@a", "<", "<b>", "</p>", "<!--", "-->", "&", "&amp;", "&#8226;", "\\", "\\\\", "!", "$"],
    *["1.", "1)", "(1)", "١.", "١-", "أ)", "أ.", "(أ)", "a)", "i)", "Table:", "Note:", "Source:"],
    *["http://a.b", "<http://a.b>", "a_b", "_a_", "\u200f", "\u200c", "\u00a0", "…", "***", "===="],
]
_LETTERS = st.sampled_from("أبتثجabcxyz0123٣-")


@cache
def labels() -> st.SearchStrategy[str]:
    """Return labels as braces can hold them."""
    return st.text(_LETTERS, min_size=1, max_size=6).map(lambda text: f"l{text}")


@cache
def texts() -> st.SearchStrategy[str]:
    """Return a line of text, much of it what Markdown would take for markup."""
    token = st.one_of(
        st.sampled_from(_WORDS),
        st.sampled_from(_MARKUP),
        st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=4),
    )
    line = st.lists(token, min_size=1, max_size=5)
    return st.tuples(line, st.sampled_from([" ", " ", ""])).map(lambda pair: pair[1].join(pair[0]))


@cache
def codes() -> st.SearchStrategy[Inline]:
    """Return literal characters inside a line."""
    piece = st.sampled_from(["a", "`", "``", " ", "|", "\\", "x=1", "*", "<b>", "]", "["])
    return st.lists(piece, min_size=1, max_size=4).map(lambda parts: Code("".join(parts)))


@cache
def entries() -> st.SearchStrategy[str]:
    """Return what glossary and index say of a place."""
    return st.sampled_from(["الأمن", "الأمن!الغذائي", "WHO", 'قال "نعم"', "a\\b", "R&D!ج"])


@cache
def cites() -> st.SearchStrategy[Cite]:
    """Return one source of a citation, with marks that must not be taken for others."""
    key = st.sampled_from(["qasim2021", "a:b", "WHO_2020", "مصدر"])
    words = st.sampled_from(["", "انظر", "ص ٢٣", "a; b", "@x", "[1]", "قال، ثم؛ قال", "a\\b"])
    return st.builds(Cite, key, words, words, st.booleans())


@cache
def _leaves() -> st.SearchStrategy[Inline]:
    return st.one_of(
        texts().map(Text),
        codes(),
        labels().map(NoteRef),
        labels().map(CrossRef),
        labels().map(lambda label: CrossRef(label, page=True)),
        st.lists(cites(), min_size=1, max_size=2).map(tuple).map(Citation),
        st.builds(IndexMark, st.just(()), entries(), st.none() | entries(), st.none()),
        st.just(LineBreak()),
        st.sampled_from([Gap("truncated"), Gap("missing")]),
        st.dates().map(lambda day: Day(day.isoformat())),
    )


def _inside(children: st.SearchStrategy[Inlines]) -> st.SearchStrategy[Inline]:
    language = st.none() | st.sampled_from(LANGUAGES)
    direction = st.sampled_from(["rtl", "ltr"])
    target = st.sampled_from(
        [
            "https://a.b",
            "http://a.b/(c)?d=[e]&amp;",
            "mailto:a@b.c",
            "tel:1",
            "https://م.b/ ج|*_<>\\",
        ]
    )
    return st.one_of(
        children.map(Emphasis),
        children.map(Strong),
        children.map(Superscript),
        children.map(Subscript),
        st.builds(Isolate, children, direction, language),
        st.builds(Link, children.map(_without_links), target),
        st.builds(CrossRef, labels(), children.map(_without_links), st.booleans()),
        st.builds(Term, children.map(_without_links), st.none() | entries()),
        st.builds(IndexMark, children, st.none() | entries(), st.none() | entries(), st.none()),
        target.map(lambda address: Link((Text(address),), address)),
    )


def _without_links(content: Inlines) -> Inlines:
    """Replace the links in a run by what stands in them."""
    return tuple(
        inline if not isinstance(inline, Link | CrossRef | Term | Citation) else Code("link")
        for inline in (_descend(inline) for inline in content)
    )


def _descend(inline: Inline) -> Inline:
    match inline:
        case Emphasis(content) | Strong(content) | Superscript(content) | Subscript(content):
            return replace(inline, content=_without_links(content))
        case Isolate(content) | IndexMark(content):
            return replace(inline, content=_without_links(content))
        case _:
            return inline


def _normal(run: list[Inline], *, edges: bool) -> Inlines:
    """Make normal form of a list of inlines; ``edges`` keeps blanks at the ends."""
    made: list[Inline] = []
    for inline in run:
        last = made[-1] if made else None
        if isinstance(inline, Text) and isinstance(last, Text):
            made[-1] = Text(last.text + inline.text)
        elif not isinstance(inline, LineBreak) or (last and not isinstance(last, LineBreak)):
            made.append(inline)
    while made and isinstance(made[-1], LineBreak):
        made.pop()
    for n, inline in enumerate(made):
        if isinstance(inline, Text):
            text = inline.text
            if (n == 0 and not edges) or (n and isinstance(made[n - 1], LineBreak)):
                text = text.lstrip(" ")
            if (n + 1 == len(made) and not edges) or isinstance(_at(made, n + 1), LineBreak):
                text = text.rstrip(" ")
            made[n] = Text(text or "…")
    return tuple(made) or (Text("نص"),)


def _at(run: list[Inline], n: int) -> Inline | None:
    return run[n] if n < len(run) else None


def _nested(inline: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    run = st.lists(inline, min_size=1, max_size=3)
    return _inside(run.map(lambda inlines: _normal(inlines, edges=True)))


@cache
def runs(*, edges: bool = False) -> st.SearchStrategy[Inlines]:
    """Return the inlines of a paragraph, a caption, a title."""
    inner = st.recursive(_leaves(), _nested, max_leaves=6)
    run = st.lists(inner, min_size=1, max_size=4)
    return run.map(lambda inlines: _normal(inlines, edges=edges))


@cache
def _attributes() -> st.SearchStrategy[dict[str, Any]]:
    plain = st.just({"label": None, "language": None})
    marked = st.fixed_dictionaries(
        {"label": st.none() | labels(), "language": st.none() | st.sampled_from(LANGUAGES)}
    )
    return st.one_of(plain, plain, plain, marked)


def _of(block: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.tuples(block, _attributes()).map(lambda pair: replace(pair[0], **pair[1]))


@cache
def _code_blocks() -> st.SearchStrategy[Block]:
    line = st.sampled_from(["", "x = 1", "  y", "```", "````", ":::", "> a", "\tb", "- c", "<b>"])
    text = st.lists(line, max_size=4).map("\n".join).filter(lambda text: text != "")
    return st.builds(CodeBlock, text, st.none() | st.sampled_from(["python", "c++", "bash"]))


def _list(content: st.SearchStrategy[Blocks]) -> st.SearchStrategy[Block]:
    items = st.lists(content.map(ListItem), min_size=1, max_size=3).map(tuple)
    ordered = st.builds(
        List, items, st.sampled_from(get_args(Numbering)), st.sampled_from([1, 1, 2, 9, 27, 40])
    )
    return st.one_of(st.builds(List, items), ordered)


def _definitions(content: st.SearchStrategy[Blocks]) -> st.SearchStrategy[Block]:
    meanings = st.lists(content, min_size=1, max_size=2).map(tuple)
    entry = st.builds(Definition, runs(), meanings)
    return st.lists(entry, min_size=1, max_size=2).map(tuple).map(DefinitionList)


def _faqs(content: st.SearchStrategy[Blocks]) -> st.SearchStrategy[Block]:
    pair = _of(st.builds(QuestionAnswer, runs(), content))
    return st.lists(pair, min_size=1, max_size=2).map(tuple).map(Faq)


@st.composite
def tables(draw: st.DrawFn, content: st.SearchStrategy[Blocks] | None = None) -> Table:
    """Return a table whose cells fill it: plain as pipes are, or with spans and blocks."""
    width = draw(st.integers(1, 3))
    simple = draw(st.booleans())
    line = runs().map(lambda run: (Paragraph(run),))
    filling = line if simple or content is None else content
    cell = st.one_of(filling, filling, st.just(()))

    def row(*, head: bool, first: int) -> Row:
        cells, column = [], 0
        while column < width:
            span = 1 if simple else draw(st.integers(1, width - column))
            header = head or column < first
            if not simple and draw(st.integers(0, 5)) == 0:
                header = not header
            cells.append(Cell(draw(cell), header=header, columns=span))
            column += span
        return Row(tuple(cells))

    first = draw(st.sampled_from([0, 0, 1]))
    head = tuple(row(head=True, first=0) for _ in range(draw(st.integers(0, 1 if simple else 2))))
    body = tuple(row(head=False, first=first) for _ in range(draw(st.integers(1, 3))))
    share = st.none() | st.sampled_from([0.25, 0.5, 0.125])
    columns = tuple(
        Column(draw(st.sampled_from(get_args(Align))), draw(share)) for _ in range(width)
    )
    run = st.just(()) | runs()
    return Table(
        columns,
        head,
        body,
        caption=draw(run),
        notes=tuple(draw(st.lists(runs(), max_size=2))),
        source=draw(run),
        style=draw(st.none() | st.sampled_from(["striped", "key-figures"])),
    )


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Return a chart: every cell one line that pipes can hold."""
    width = draw(st.integers(2, 3))
    cell = (st.just(()) | runs().filter(_fits_pipes).map(lambda run: (Paragraph(run),))).map(Cell)
    row = st.lists(cell, min_size=width, max_size=width).map(lambda cells: Row(tuple(cells)))
    word = texts().map(lambda text: text.strip() or "نص")
    run = st.just(()) | runs()
    return Chart(
        draw(st.sampled_from(get_args(ChartKind))),
        draw(row),
        tuple(draw(st.lists(row, min_size=1, max_size=3))),
        caption=draw(run),
        unit=draw(st.just(()) | word.map(lambda text: (Text(text),))),
        source=draw(run),
        alternative=draw(st.just("") | word),
        bars=draw(st.sampled_from([None, *get_args(Bars)])),
        direction=draw(st.sampled_from([None, "rtl", "ltr"])),
        shown=draw(st.booleans()),
    )


def _fits_pipes(run: Inlines) -> bool:
    return not any(isinstance(one, Code) and "\\" in one.text for one in all_inlines(run))


@cache
def _figures() -> st.SearchStrategy[Block]:
    asset = st.sampled_from(["map.png", "صور/خريطة (1).png", "a b.svg"])
    alternative = st.just("") | texts().map(lambda text: text.strip(" ") or "صورة")
    caption = st.just(()) | texts().map(lambda text: (Text(text),)) | runs()
    width = st.sampled_from([None, None, 0.5, 0.125, 1.0])
    return st.builds(Figure, asset, alternative, caption, st.just(()) | runs(), width)


def _containers(content: st.SearchStrategy[Blocks]) -> st.SearchStrategy[Block]:
    said_by = st.just(()) | runs()
    kinds = st.sampled_from(get_args(CalloutKind))
    return st.one_of(
        _of(_list(content)),
        _of(_definitions(content)),
        _of(_faqs(content)),
        _of(st.builds(PullQuote, content, said_by)),
        _of(st.builds(BlockQuote, content, said_by)),
        _of(st.builds(Callout, content, kinds, st.just(()) | runs())),
        _of(tables(content)),
    )


def _around(block: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    content: st.SearchStrategy[Blocks] = st.lists(block, min_size=1, max_size=3).map(tuple)
    return _containers(content)


@cache
def blocks() -> st.SearchStrategy[Blocks]:
    """Return one to three blocks, nested up to a few levels."""
    leaf = st.one_of(
        _of(runs().map(Paragraph)),
        _of(runs().map(Paragraph)),
        _of(_code_blocks()),
        _of(st.just(Break())),
        _of(_figures()),
        _of(charts()),
        _of(tables()),
    )
    nested = st.recursive(leaf, _around, max_leaves=6)
    return st.lists(nested, min_size=1, max_size=3).map(tuple)


@cache
def divisions(depth: int = 1) -> st.SearchStrategy[Division]:
    """Return a division with a title, and divisions inside it."""
    content = st.just(()) | blocks()
    kind = st.sampled_from(get_args(Kind))
    inner = (
        st.lists(divisions(depth + 1), max_size=3 - depth).map(tuple) if depth < 3 else st.just(())
    )
    title = st.just(()) | runs()
    notes = st.none() | st.sampled_from(get_args(NotePlace))
    return _of(st.builds(Division, title, content, inner, kind, notes))


@cache
def metadata() -> st.SearchStrategy[Metadata]:
    """Return metadata: every text on one line, not empty."""
    text = texts().map(lambda text: text.strip(" ") or "نص")
    some = st.none() | text
    name = st.builds(Contributor, text, st.sampled_from(get_args(Role)), some, some)
    isbn = st.none() | st.sampled_from(["978-0-306-40615-7", "9789953875002"])
    parallel = st.builds(ParallelTitle, st.sampled_from(["en", "fr-MA", "ber"]), text)
    titles = st.lists(parallel, max_size=2, unique_by=lambda title: title.language).map(tuple)
    return st.builds(
        Metadata,
        title=text,
        language=st.sampled_from(LANGUAGES),
        subtitle=some,
        title_sort=some,
        titles=titles,
        contributors=st.lists(name, max_size=2).map(tuple),
        publisher=some,
        place=some,
        date=st.none() | st.sampled_from(["2026", "2026-11", "2026-11-24"]),
        identifier=some,
        isbn=isbn,
        isbn_epub=isbn,
        doi=st.none() | st.just("10.1000/182"),
        description=some,
        subjects=st.lists(text, max_size=2).map(tuple),
        rights=some,
        licence=some,
        series=some,
        series_number=some,
        online=some,
        certified_by=some,
        contact=some,
        status=some,
        classification=some,
    )


def reports(*, assets: bool = False) -> st.SearchStrategy[Report]:
    """Return reports in normal form; with ``assets`` they carry images, as JSON can."""
    some = st.lists(divisions(), max_size=1).map(tuple)
    opening = blocks().map(lambda content: (Division((), content),)) | st.just(())
    body = st.tuples(opening, st.lists(divisions(), max_size=2).map(tuple)).map(
        lambda parts: parts[0] + parts[1]
    )
    notes = st.lists(st.builds(Note, labels(), blocks()), max_size=1).map(tuple)
    asset = st.builds(Asset, labels(), st.just("image/png"), st.binary(max_size=8))
    carried = st.lists(asset, max_size=2).map(tuple) if assets else st.just(())
    return st.builds(Report, metadata(), some, body, some, notes, carried, options())


@cache
def options() -> st.SearchStrategy[Options]:
    """Return what an author may ask of the press."""
    text = texts().map(lambda text: text.strip(" ") or "نص")
    return st.builds(
        Options,
        notes=st.sampled_from(get_args(NotePlace)),
        summary=st.sampled_from(get_args(SummaryPlace)),
        half_title=st.booleans(),
        emblem=st.none() | text,
        theme=st.none() | text,
        profile=st.sampled_from(get_args(Profile)),
        chapters=st.sampled_from(get_args(Chapters)),
        bibliography=st.lists(text, max_size=2).map(tuple),
        citation_style=st.none() | text,
        nocite=st.lists(labels(), max_size=2).map(tuple),
        digits=st.sampled_from(get_args(Digits)),
        calendars=st.lists(st.sampled_from(get_args(Calendar)), max_size=2, unique=True).map(tuple),
        justify=st.sampled_from(get_args(Justify)),
        unstretched=st.lists(text, max_size=2).map(tuple),
    )
