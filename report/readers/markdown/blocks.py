"""Blocks: the elements of the manuscript become what stands in a division."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from report.diagnostics import Place
from report.model.blocks import (
    Block,
    BlockQuote,
    Blocks,
    Break,
    Callout,
    CalloutKind,
    CodeBlock,
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
)
from report.model.document import Note
from report.model.inlines import Inlines, Strong, Text
from report.readers.markdown.attributes import NONE, Attributes, parse, trailing
from report.readers.markdown.charts import read_chart_div
from report.readers.markdown.html import is_harmless, is_separator, words
from report.readers.markdown.inlines import Image, Reading, read_images, read_run
from report.readers.markdown.places import Run
from report.readers.markdown.tables import is_caption, read_pipe_table, read_table_div, run_of
from report.readers.markdown.tree import Element, place_of

_CALLOUTS: tuple[CalloutKind, ...] = get_args(CalloutKind)
_NUMBERINGS: tuple[Numbering, ...] = get_args(Numbering)
_QUOTES: dict[str, type[PullQuote] | type[BlockQuote]] = {
    "pullquote": PullQuote,
    "quote": BlockQuote,
    "blockquote": BlockQuote,
}
_ATTRIBUTION = re.compile(r"(?:--|[—―])[ \t]+(?=\S)")
_SYNTAX = re.compile(r"\w[\w+#.-]{0,40}")
_TABLES = frozenset({"table", "list-table"})


def read_blocks(reading: Reading, elements: Sequence[Element]) -> Blocks:
    """Read a sequence of elements; a caption goes to the table it stands beside."""
    captions = _captions(elements)
    taken = {id(caption) for caption in captions.values()}
    blocks: list[Block] = []
    for element in elements:
        if element.kind == "pipe_table":
            blocks.append(read_pipe_table(reading, element, captions.get(id(element))))
        elif id(element) not in taken:
            blocks.extend(_read_block(reading, element))
    return tuple(blocks)


def _captions(elements: Sequence[Element]) -> dict[int, Element]:
    """Match captions to tables: to the one before if it has none yet, else to the one after."""
    captions: dict[int, Element] = {}
    for n, element in enumerate(elements):
        if is_caption(element):
            for beside in (*elements[n - 1 : n], *elements[n + 1 : n + 2]):
                if beside.kind == "pipe_table" and id(beside) not in captions:
                    captions[id(beside)] = element
                    break
    return captions


def _read_block(reading: Reading, element: Element) -> Blocks:
    at = place_of(element, reading.lines)
    match element.kind:
        case "paragraph":
            if element.token.meta.get("deep"):
                reading.tell("D015", at)
            return _paragraph(reading, run_of(reading, element))
        case "bullet_list" | "ordered_list":
            return (_list(reading, element),)
        case "blockquote":
            return (_quote(reading, element, BlockQuote, NONE),)
        case "div":
            return _div(reading, element)
        case "fence":
            return (_code(reading, element),)
        case "code_block":
            reading.tell("D022", at)
            return (CodeBlock(element.token.content.rstrip("\n"), at=at),)
        case "dl":
            return (DefinitionList(tuple(_entries(reading, element)), at=at),)
        case "hr":
            return (Break(at=at),)
        case "html_block":
            return _html(reading, element)
        case "heading":
            reading.tell("D017", at)
            content = read_run(reading, run_of(reading, element))
            return (Paragraph((Strong(content, at=at),), at=at),) if content else ()
        case "footnote_reference":
            blocks = read_blocks(reading, element.children)
            reading.notes.append(Note(element.token.meta["label"], blocks, at=at))
            return ()
        case unknown:
            raise ValueError(f"the grammar makes no element of kind {unknown}")


def _paragraph(reading: Reading, run: Run) -> Blocks:
    if images := read_images(reading, run):
        return tuple(_figure(reading, image) for image in images)
    content = read_run(reading, run)
    return (Paragraph(content, at=run.place(0)),) if content else ()


def _figure(reading: Reading, image: Image, outer: Attributes = NONE) -> Figure:
    """Make a figure of an image; ``outer`` are the attributes of the div around it."""
    at, values = reading.lines.place(image.offset), {**image.attributes.values, **outer.values}
    classes = image.attributes.classes + outer.classes
    known = Attributes(classes=classes, values=values)
    reading.tell_attributes(known, at, "lang", "credit", "width")
    return Figure(
        image.name,
        image.alternative,
        caption=(Text(image.title, at=at),) if image.title else (),
        credit=_attribute(reading, values.get("credit"), image.offset),
        width=_width(reading, values.get("width"), at),
        label=outer.label or image.attributes.label,
        language=values.get("lang"),
        at=at,
    )


def _width(reading: Reading, written: str | None, at: Place) -> float | None:
    """Read the share of the measure that an image takes at most: 1% to 100%."""
    if written is None:
        return None
    share = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{1,4})?)[%٪]", written)
    if share is None or not 1 <= float(share[1]) <= 100:
        reading.tell("D020", at, name=f"width={written}")
        return None
    return round(float(share[1]) / 100, 6)


def _attribute(reading: Reading, written: str | None, offset: int) -> Inlines:
    """Read the value of an attribute that holds text: it may be marked up as text is."""
    return read_run(reading, reading.lines.cell(written, offset)) if written else ()


def _list(reading: Reading, element: Element) -> List:
    items = tuple(
        ListItem(read_blocks(reading, item.children), at=place_of(item, reading.lines))
        for item in element.children
    )
    numbering, start = element.token.meta.get("numbering", (None, 1))
    return List(items, numbering, start, at=place_of(element, reading.lines))


def _quote(
    reading: Reading,
    element: Element,
    kind: type[PullQuote] | type[BlockQuote],
    attributes: Attributes,
) -> Block:
    """Read a quotation; a last line that begins with ``--`` says whose it is."""
    children, last = element.children, element.children[-1:]
    attribution = _attribute(reading, attributes.values.get("attribution"), element.offset)
    blocks: Blocks = ()
    if last and last[0].kind == "paragraph" and not attribution:
        run = run_of(reading, last[0])
        start = run.content.rfind("\n") + 1
        dash = _ATTRIBUTION.match(run.content, start)
        if dash and (start or children[:-1]):
            attribution = read_run(reading, run.cut(dash.end()))
            children = children[:-1]
            above = run.cut(0, len(run.content[:start].rstrip(" \t\n\\")))
            blocks = _paragraph(reading, above) if above.content else ()
    return kind(
        read_blocks(reading, children) + blocks,
        attribution=attribution,
        label=attributes.label,
        language=attributes.language,
        at=place_of(element, reading.lines),
    )


def _code(reading: Reading, element: Element) -> CodeBlock:
    info, at = element.token.info.strip(), place_of(element, reading.lines)
    found = parse(info, 0) if info.startswith("{") else None
    if found and found[1] == len(info):
        attributes, word = found[0], next(iter(found[0].classes), "")
        spare = Attributes(classes=attributes.classes[1:], values=attributes.values)
        reading.tell_attributes(spare, at, "lang")
    else:
        info, attributes, _ = trailing(info)
        word = next(iter(info.split()), "")
        reading.tell_attributes(attributes, at, "lang")
    return CodeBlock(
        element.token.content.removesuffix("\n"),
        word if _SYNTAX.fullmatch(word) else None,
        label=attributes.label,
        language=attributes.language,
        at=at,
    )


def _entries(reading: Reading, element: Element) -> list[Definition]:
    entries: list[Definition] = []
    for child in element.children:
        if child.kind == "dt":
            run = run_of(reading, child)
            entries.append(Definition(read_run(reading, run), (), at=run.place(0)))
        else:
            meaning = read_blocks(reading, child.children)
            entries[-1] = replace(entries[-1], meanings=(*entries[-1].meanings, meaning))
    return entries


def _html(reading: Reading, element: Element) -> Blocks:
    markup, at = element.token.content, place_of(element, reading.lines)
    if is_separator(markup):
        return ()
    reading.tell("D009" if is_harmless(markup) else "D008", at, markup=markup.strip())
    return tuple(Paragraph((Text(text, at=at),), at=at) for text in words(markup))


def _div(reading: Reading, element: Element) -> Blocks:
    attributes: Attributes = element.token.meta["attributes"]
    names = [name.removeprefix("callout-") for name in attributes.classes]
    if quotes := [name for name in names if name in _QUOTES]:
        _tell_spare(reading, element, quotes[:1], "attribution")
        return (_quote(reading, element, _QUOTES[quotes[0]], attributes),)
    # Before callouts: a table or a chart may be a key one too.
    if not _TABLES.isdisjoint(names):
        return read_table_div(reading, element, read_blocks)
    if "chart" in names:
        return read_chart_div(reading, element, read_blocks)
    if "callout" in names or not set(names).isdisjoint(_CALLOUTS):
        return (_callout(reading, element, names),)
    if "faq" in names:
        return _faq(reading, element)
    if "figure" in names:
        return _figure_div(reading, element)
    if names:
        reading.tell("D016", place_of(element, reading.lines), name=names[0])
    return _with_attributes(reading, element, attributes)


def _tell_spare(reading: Reading, element: Element, names: Sequence[str], *keys: str) -> None:
    attributes: Attributes = element.token.meta["attributes"]
    known = (*(f".{name}" for name in names), "lang", *keys)
    reading.tell_attributes(attributes, place_of(element, reading.lines), *known)


def _callout(reading: Reading, element: Element, names: Sequence[str]) -> Callout:
    attributes: Attributes = element.token.meta["attributes"]
    kinds: list[CalloutKind] = [kind for kind in _CALLOUTS if kind in names]
    kind = kinds[0] if kinds else "note"
    _tell_spare(reading, element, ["callout", kind, f"callout-{kind}"], "title")
    children = element.children
    title = _attribute(reading, attributes.values.get("title"), element.offset)
    if not title and children and children[0].kind == "heading":
        title = read_run(reading, run_of(reading, children[0]))
        children = children[1:]
    return Callout(
        read_blocks(reading, children),
        kind,
        title,
        label=attributes.label,
        language=attributes.language,
        at=place_of(element, reading.lines),
    )


def _faq(reading: Reading, element: Element) -> Blocks:
    """Read ``::: faq``: a definition list, each question a term, each answer what it means."""
    attributes: Attributes = element.token.meta["attributes"]
    _tell_spare(reading, element, ["faq"])
    pairs: list[QuestionAnswer] = []
    stray: list[Element] = []
    for child in element.children:
        if child.kind == "dl":
            pairs.extend(_pairs(reading, child))
        else:
            reading.tell("D024", place_of(child, reading.lines), block="faq")
            stray.append(child)
    rest = read_blocks(reading, stray)
    if not pairs:
        return rest
    label, language = attributes.label, attributes.language
    at = place_of(element, reading.lines)
    return (Faq(tuple(pairs), label=label, language=language, at=at), *rest)


def _pairs(reading: Reading, element: Element) -> list[QuestionAnswer]:
    pairs: list[QuestionAnswer] = []
    for child in element.children:
        if child.kind == "dt":
            run = run_of(reading, child)
            _, attributes, end = trailing(run.content)
            at = run.place(0)
            reading.tell_attributes(attributes, at, "lang")
            question = read_run(reading, run.cut(0, end))
            label, language = attributes.label, attributes.language
            pairs.append(QuestionAnswer(question, (), label=label, language=language, at=at))
        else:
            answer = pairs[-1].answer + read_blocks(reading, child.children)
            pairs[-1] = replace(pairs[-1], answer=answer)
    return pairs


def _figure_div(reading: Reading, element: Element) -> Blocks:
    """Read ``::: figure``: an image, then its caption."""
    attributes: Attributes = element.token.meta["attributes"]
    names = tuple(name for name in attributes.classes if name != "figure")
    children = element.children
    image: tuple[Image, ...] = ()
    if children and children[0].kind == "paragraph":
        image = read_images(reading, run_of(reading, children[0]))
    if len(image) != 1:
        reading.tell("D024", place_of(element, reading.lines), block="figure")
        return read_blocks(reading, children)
    figure = _figure(reading, image[0], replace(attributes, classes=names))
    stray = children[1:]
    if stray and stray[0].kind == "paragraph":
        figure = replace(figure, caption=read_run(reading, run_of(reading, stray[0])))
        stray = stray[1:]
    for child in stray:
        reading.tell("D024", place_of(child, reading.lines), block="figure")
    return (figure, *read_blocks(reading, stray))


def _with_attributes(reading: Reading, element: Element, attributes: Attributes) -> Blocks:
    """Read a div without a name of its own: its attributes belong to what is inside."""
    at = place_of(element, reading.lines)
    keys = Attributes(values=attributes.values)
    reading.tell_attributes(keys, at, "lang", "numbering", "start")
    blocks = list(read_blocks(reading, element.children))
    for n, block in enumerate(blocks):
        label = attributes.label if n == 0 and not block.label else block.label
        block = replace(block, label=label, language=block.language or attributes.language)
        blocks[n] = _renumbered(block, attributes) if isinstance(block, List) else block
    if attributes.label and (not blocks or blocks[0].label != attributes.label):
        reading.tell("D020", at, name=f"#{attributes.label}")
    return tuple(blocks)


def _renumbered(block: List, attributes: Attributes) -> List:
    written, start = attributes.values.get("numbering"), attributes.values.get("start", "")
    numbering = next((name for name in _NUMBERINGS if name == written), block.numbering)
    first = int(start) if re.fullmatch("[0-9]{1,9}", start) else block.start
    return replace(block, numbering=numbering, start=first)
