"""Blocks: the walk through the article; nothing in it is passed over without a word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from report.locales import direction_of
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
    Paragraph,
    PullQuote,
    QuestionAnswer,
    Table,
)
from report.model.inlines import Inline, Inlines, Isolate, Strong, Text
from report.model.walk import inline_text
from report.readers.article.tree import Head
from report.readers.html.figures import (
    caption_of,
    is_caption,
    is_captioned_box,
    lines_beside,
    read_image,
)
from report.readers.html.inlines import flattened, inline, read_run
from report.readers.html.lists import Nested, read_list
from report.readers.html.page import (
    BLOCKS,
    HEADINGS,
    Element,
    elements,
    hollow,
    inside,
    name_of,
    text_of,
    tokens_of,
)
from report.readers.html.reading import DEEPEST, DEEPEST_ELEMENT, Reading, Setting
from report.readers.html.tables import cells_of, code_of, is_layout, read_table
from report.readers.runs import is_empty, lines_of, unbolded
from report.readers.tongue import own_language

Flow = list[Head | Block]
_SYNTAX: Final = re.compile(
    r"(?:language|lang|brush:?|highlight-source|sourceCode)[-\s:]*([\w+#-]+)"
)
_PULLED: Final = re.compile("pull-?quote|pullquote")
_QUESTION: Final = re.compile(r"schema\.org/Question\b")
_BOXES: Final[Mapping[str, CalloutKind]] = {
    **dict.fromkeys(("note", "sidebar", "admonition", "callout"), "note"),
    **dict.fromkeys(("tip", "hint"), "tip"),
    "important": "important",
    **dict.fromkeys(("warning", "caution", "danger", "attention"), "warning"),
}
_LABEL: Final = 12
"""Words: a longer bold line at the head of a box is its text."""
_ASKS: Final = re.compile(r"[?؟]\s*$")


def read_flow(reading: Reading, element: Element, setting: Setting) -> Flow:
    """Return the headings and blocks inside an element, in the order of the page."""
    flow: Flow = []
    run: list[Inline] = []
    at = reading.at(element)
    if setting.level > DEEPEST_ELEMENT:
        flattened(reading, element)
        return [*_paragraphs([Text(text_of(element), at=at)], setting)]
    if element.text:
        run.append(Text(element.text, at=at))
    for child in element:
        if isinstance(child.tag, str):
            tag = name_of(child)
            if child not in reading.references and (tag in BLOCKS or child in reading.blocky):
                flow += _paragraphs(run, setting)
                run = []
                flow += _block(reading, child, setting.inside(child))
            else:
                run += inline(reading, child, setting)
        if child.tail:
            run.append(Text(child.tail, at=reading.at(child)))
    return flow + _paragraphs(run, setting)


def read_blocks(reading: Reading, element: Element, setting: Setting) -> Blocks:
    """Return what stands inside an element where no heading can be: there it is a bold line."""
    if setting.depth > DEEPEST:
        flattened(reading, element)
        run = read_run(reading, element, setting)
        return (Paragraph(run, at=reading.at(element)),) if run else ()
    return tuple(_settled(part) for part in read_flow(reading, element, setting))


def _settled(part: Head | Block) -> Block:
    if isinstance(part, Head):
        return Paragraph((Strong(part.title, at=part.at),), at=part.at)
    return part


def _paragraphs(run: list[Inline], setting: Setting) -> Flow:
    return [
        _spoken(Paragraph(content, at=content[0].at), setting)
        for content in lines_of(tuple(run))
        if not is_empty(content)
    ]


def _spoken(paragraph: Paragraph, setting: Setting) -> Paragraph:
    """Return a paragraph with the language or the direction that the page gives it."""
    text = inline_text(paragraph.content)
    language = own_language(setting.marked, setting.direction, text, setting.around)
    if language:
        return replace(paragraph, language=language)
    direction = setting.direction
    if direction is None or direction == direction_of(setting.around):
        return paragraph
    return replace(paragraph, content=(Isolate(paragraph.content, direction),))


def _language(setting: Setting, element: Element) -> str | None:
    return own_language(setting.marked, setting.direction, text_of(element), setting.around)


def _block(reading: Reading, element: Element, setting: Setting) -> Flow:
    """Return one block of the page as what it is in a report."""
    tag, at = name_of(element), reading.at(element)
    if tag in HEADINGS:
        return _heading(reading, element, setting)
    if _QUESTION.search(element.get("itemtype") or "") and (
        pair := _pair(reading, element, setting)
    ):
        return [Faq((pair,), at=at)]
    match tag:
        case "img":
            figure = read_image(reading, element)
            return [figure] if figure else []
        case "hr":
            return [Break(at=at)]
        case "pre":
            return _code(reading, element)
        case "ul" | "ol" | "menu":
            return _list(reading, element, setting)
        case "dl":
            return _definitions(reading, element, setting)
        case "table":
            return _table(reading, element, setting)
        case "blockquote":
            return _quotation(reading, element, setting)
        case "details":
            return _details(reading, element, setting)
        case "aside":
            return _aside(reading, element, setting)
        case _ if is_captioned_box(element):
            return _figure(reading, element, setting)
        case "div" | "section" if kind := _box_kind(element):
            return _aside(reading, element, setting, kind)
        case _:
            return read_flow(reading, element, setting)


def _heading(reading: Reading, element: Element, setting: Setting) -> Flow:
    flow: Flow = []
    for image in (i for i in inside(element, "img") if i in reading.blocky):
        if figure := read_image(reading, image):
            flow.append(figure)
    title = unbolded(read_run(reading, element, setting))
    if is_empty(title):
        return flow
    names = [e.get("id") or e.get("name") or "" for e in element.iter()]
    label = next((reading.labels[name] for name in names if name in reading.labels), None)
    at = reading.at(element)
    return [Head(title, HEADINGS[name_of(element)], "chapter", at, label), *flow]


def _code(reading: Reading, element: Element) -> Flow:
    for line_break in inside(element, "br"):
        line_break.tail = "\n" + (line_break.tail or "")
    for image in inside(element, "img"):
        image.text = image.get("alt")  # the number of a remark on this line
    text = "".join(map(str, element.itertext())).strip("\n").expandtabs(4)
    lines = [line.rstrip() for line in text.split("\n")]
    near = [element, *inside(element, "code")]
    parent = element.getparent()
    near += [parent] if parent is not None else []
    named = next((m[1] for e in near if (m := _SYNTAX.search(e.get("class") or ""))), None)
    return [CodeBlock("\n".join(lines), named, at=reading.at(element))] if text.strip() else []


def _list(reading: Reading, element: Element, setting: Setting) -> Flow:
    if setting.depth > DEEPEST:
        return [*read_blocks(reading, element, setting)]
    language = _language(setting, element)
    found = read_list(reading, element, setting.deeper(language), _nested)
    if isinstance(found, list):
        return [*found]
    return [replace(found, language=language)] if found else []


_nested: Nested = read_blocks


def _definitions(reading: Reading, element: Element, setting: Setting) -> Flow:
    """Return terms with their meanings; a term that asks is a question."""
    parts = [e for e in inside(element, "dt", "dd") if _nearest(e, "dl") is element]
    entries: list[Definition] = []
    language = _language(setting, element)
    inner = setting.deeper(language)
    for part in parts:
        at = reading.at(part)
        if name_of(part) == "dt":
            entries.append(Definition(read_run(reading, part, inner.inside(part)), (), at=at))
        elif blocks := read_blocks(reading, part, inner.inside(part)):
            if not entries:
                entries.append(Definition((), (), at=at))
            entries[-1] = replace(entries[-1], meanings=(*entries[-1].meanings, blocks))
    loose = [b for e in entries if not e.term for m in e.meanings for b in m]
    entries = [e for e in entries if e.term]
    if not entries:
        return [*loose]
    at = reading.at(element)
    if len(entries) > 1 and all(_ASKS.search(inline_text(e.term)) for e in entries):
        pairs = tuple(
            QuestionAnswer(e.term, tuple(b for m in e.meanings for b in m), at=e.at)
            for e in entries
        )
        return [*loose, Faq(pairs, at=at, language=language)]
    return [*loose, DefinitionList(tuple(entries), at=at, language=language)]


def _nearest(element: Element, name: str) -> Element | None:
    return next((a for a in element.iterancestors() if a.tag == name), None)


def _table(reading: Reading, element: Element, setting: Setting) -> Flow:
    if (code := code_of(element)) is not None:
        return _code(reading, code)
    if is_layout(element):
        return [
            part
            for cell in cells_of(element)
            for part in read_flow(reading, cell, setting.inside(cell))
        ]
    if setting.depth > DEEPEST:
        return [*read_blocks(reading, element, setting)]
    language = _language(setting, element)
    table = read_table(reading, element, setting.deeper(language), read_blocks)
    return [replace(table, language=language)] if table else []


def _figure(reading: Reading, element: Element, setting: Setting) -> Flow:
    """Return what a box with a caption holds: images, a table, code, a quotation."""
    caption, credit = caption_of(reading, element, setting)
    images = [i for i in inside(element, "img") if i in reading.blocky]
    tables = [t for t in inside(element, "table") if not is_layout(t)]
    if len(tables) == 1:
        flow = _table(reading, tables[0], setting)
        return [
            replace(part, caption=caption) if isinstance(part, Table) and not part.caption else part
            for part in flow
        ]
    names = ("p", "ul", "ol", "blockquote", "h2", "h3")
    lines = lines_beside(element)
    others = [e for e in inside(element, *names) if not is_caption(e) and text_of(e)]
    others = [e for e in others if e not in lines]
    if images and all(_in_caption(e, element) for e in others):
        figures = [read_image(reading, i, caption, credit) for i in images[-1:]]
        first = [read_image(reading, i) for i in images[:-1]]
        return [figure for figure in (*first, *figures) if figure]
    if element.find(".//blockquote") is not None:
        quotes = [q for q in inside(element, "blockquote")][:1]
        pulled = any(_PULLED.search(token) for token in tokens_of(element))
        return _quotation(reading, quotes[0], setting, caption, pulled=pulled)
    boxes = [
        e for e in element.iter() if e is not element and isinstance(e.tag, str) and is_caption(e)
    ]
    for box in boxes:
        hollow(box)
    flow = read_flow(reading, element, setting)
    return [*flow, *([Paragraph(caption, at=reading.at(element))] if caption else [])]


def _in_caption(element: Element, box: Element) -> bool:
    """Tell whether an element stands in the caption of a box."""
    for around in element.iterancestors():
        if around is box:
            return False
        if is_caption(around):
            return True
    return False


def _quotation(
    reading: Reading,
    element: Element,
    setting: Setting,
    attribution: Inlines = (),
    *,
    pulled: bool = False,
) -> Flow:
    if setting.depth > DEEPEST:
        return [*read_blocks(reading, element, setting)]
    last = elements(element)[-1:]
    if last and name_of(last[0]) in {"footer", "cite", "figcaption"} and not attribution:
        attribution = read_run(reading, last[0], setting)
        hollow(last[0])
    language = _language(setting, element)
    content = read_blocks(reading, element, setting.deeper(language))
    if not content:
        return []
    at = reading.at(element)
    attribution = _without_dash(attribution)
    if pulled or any(_PULLED.search(token) for token in tokens_of(element)):
        return [PullQuote(content, attribution, at=at, language=language)]
    return [BlockQuote(content, attribution, at=at, language=language)]


def _without_dash(attribution: Inlines) -> Inlines:
    match attribution:
        case (Text(text) as first, *rest):
            return (replace(first, text=text.lstrip("-–—― ")), *rest)
        case _:
            return attribution


def _details(reading: Reading, element: Element, setting: Setting) -> Flow:
    """Return what opens at a touch: a question with its answer, or a box with a title."""
    summary = next((e for e in elements(element) if name_of(e) == "summary"), None)
    at = reading.at(element)
    title = unbolded(read_run(reading, summary, setting)) if summary is not None else ()
    if summary is not None:
        hollow(summary)
    content = read_blocks(reading, element, setting.deeper())
    if not title:
        return [*content]
    if _ASKS.search(inline_text(title)) or any("faq" in t for t in tokens_of(element)):
        return [Faq((QuestionAnswer(title, content, at=at),), at=at)]
    return [Callout(content, "note", title, at=at)] if content else [Paragraph(title, at=at)]


def _box_kind(element: Element) -> CalloutKind | None:
    """Return the kind of box that an element is by its class: DocBook's and Sphinx's names."""
    tokens = element.get("class", "").lower().split()
    return next((_BOXES[token] for token in tokens if token in _BOXES), None)


def _aside(
    reading: Reading, element: Element, setting: Setting, kind: CalloutKind = "note"
) -> Flow:
    language = _language(setting, element)
    flow = read_flow(reading, element, setting.deeper(language))
    if not flow:
        return []
    at = reading.at(element)
    title: Inlines = ()
    match flow[0]:
        case Head(heading):
            title, flow = heading, flow[1:]
        case Paragraph((Strong(heading),)) if len(inline_text(heading).split()) <= _LABEL:
            title, flow = heading, flow[1:]
        case _:
            pass
    content = tuple(_settled(part) for part in flow)
    if not content:
        return [Paragraph((Strong(title, at=at),), at=at)]
    if any(_PULLED.search(token) for token in tokens_of(element)):
        return [PullQuote(content, at=at, language=language)]
    return [Callout(content, kind, title, at=at, language=language)]


def _pair(reading: Reading, element: Element, setting: Setting) -> QuestionAnswer | None:
    """Return a question of schema.org that stands in the markup of the page."""
    names = [e for e in element.iter() if (e.get("itemprop") or "") == "name"]
    texts = [e for e in element.iter() if (e.get("itemprop") or "") == "text"]
    if not names or not texts or names[0].tag == "meta":
        return None
    question = read_run(reading, names[0], setting)
    answer = read_blocks(reading, texts[0], setting.deeper())
    return QuestionAnswer(question, answer, at=reading.at(element)) if question else None
