"""Inlines: what stands in a line of a page becomes inlines of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin

from report.locales import direction_of
from report.model.inlines import (
    Code,
    CrossRef,
    Emphasis,
    Inline,
    Inlines,
    Isolate,
    LineBreak,
    Link,
    NoteRef,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from report.model.targets import leads_out
from report.model.walk import inline_text
from report.readers.html.page import Element, is_blank, name_of, style_of, text_of, tokens_of
from report.readers.html.reading import DEEPEST_ELEMENT, Reading, Setting
from report.readers.runs import tidy
from report.readers.tongue import run_language
from report.rules import finding

_EMPHASIS: Final = frozenset({"em", "i", "cite", "dfn", "var"})
_STRONG: Final = frozenset({"strong", "b"})
_CODE: Final = frozenset({"code", "kbd", "samp", "tt"})
_GONE: Final = frozenset({"rp", "head", "title", "meta", "script", "colgroup", "col"})
_HEAVY: Final = frozenset({"bold", "bolder", "600", "700", "800", "900"})
_FRAMED: Final = re.compile(r"\{\\(?:displaystyle|textstyle)\s*(.*)\}")
_ONE_WORD: Final = re.compile(r"[A-Za-z0-9]+(?:[.,:/][0-9]+)*%?")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def read_run(reading: Reading, element: Element, setting: Setting) -> Inlines:
    """Return all that an element holds as one run, however it is nested."""
    return tidy(tuple(walk(reading, element, setting)))


def walk(reading: Reading, element: Element, setting: Setting) -> Iterator[Inline]:
    """Yield the inlines inside an element."""
    at = reading.at(element)
    if setting.level > DEEPEST_ELEMENT:
        yield Text(text_of(element), at=at)
        flattened(reading, element)
        return
    if element.text:
        yield Text(element.text, at=at)
    for child in element:
        if isinstance(child.tag, str):
            yield from inline(reading, child, setting)
        if child.tail:
            yield Text(child.tail, at=at)


def flattened(reading: Reading, element: Element) -> None:
    """Say, once for a page, that what is nested too deep was set as plain text."""
    if not reading.flattened:
        reading.flattened = True
        reading.warn(finding("S106", reading.at(element)))


def inline(reading: Reading, element: Element, setting: Setting) -> Iterator[Inline]:
    """Yield an element of a line as inlines."""
    if element in reading.references:
        yield NoteRef(reading.references[element], at=reading.at(element))
        return
    tag, at = name_of(element), reading.at(element)
    inner = setting.inside(element)
    if tag in _GONE:
        return
    match tag:
        case "br":
            yield LineBreak(at=at)
        case "img":
            # Only signs of emotion and icons come here; images that stand alone are figures.
            if alternative := element.get("alt"):
                yield Text(alternative, at=at)
        case "a":
            yield from _link(reading, element, inner)
        case "q":
            opening, closing = _quotes(setting.around)
            yield Text(opening, at=at)
            yield from walk(reading, element, inner)
            yield Text(closing, at=at)
        case "rt":
            yield Text(f" ({text_of(element)})", at=at)
        case "math":
            yield Text(_formula(element), at=at)
            reading.warn(finding("S107", at, text=_formula(element)))
        case "abbr" | "acronym":
            yield from _marked(reading, element, inner)
            yield from _explanation(reading, element)
        case _ if tag in _CODE and not is_blank(text_of(element)):
            yield Code(" ".join(text_of(element).split()), at=at)
        case _:
            yield from _marked(reading, element, inner)
    if tag in {"p", "div", "li", "tr", "td", "th", "dd", "dt"}:
        yield Text(" ", at=at)


def _explanation(reading: Reading, element: Element) -> Iterator[Inline]:
    """Yield what an abbreviation stands for, once, as paper has no place to point at."""
    said, meant = text_of(element), " ".join((element.get("title") or "").split())
    if said and meant and meant != said and (said, meant) not in reading.explained:
        reading.explained.add((said, meant))
        yield Text(f" ({meant})", at=reading.at(element))


def _marked(reading: Reading, element: Element, setting: Setting) -> Iterator[Inline]:
    """Yield what an element holds in the marks that its name and its style mean."""
    at = reading.at(element)
    content: Inlines = tuple(walk(reading, element, setting))
    tag, style = name_of(element), style_of(element)
    raised = tag == "sup" or style.get("vertical-align") == "super"
    if raised and not _holds_only_notes(content):
        content = (Superscript(content, at=at),)
    elif tag == "sub" or style.get("vertical-align") == "sub":
        content = (Subscript(content, at=at),)
    if tag in _EMPHASIS or style.get("font-style") in {"italic", "oblique"}:
        content = (Emphasis(content, at=at),)
    if (tag in _STRONG and style.get("font-weight") not in {"normal", "400"}) or style.get(
        "font-weight"
    ) in _HEAVY:
        content = (Strong(content, at=at),)
    yield from _isolated(element, content, setting)


def _isolated(element: Element, content: Inlines, setting: Setting) -> Inlines:
    """Return a run with the language and the direction that the page gives it, if they matter."""
    says_language = element.get("lang") is not None
    says_direction = (element.get("dir") or "").lower() in {"rtl", "ltr"}
    text = inline_text(content)
    if not (says_language or says_direction) or not text.strip():
        return content
    language = run_language(setting.marked, text, setting.around) if says_language else None
    direction = setting.direction if says_direction else None
    if direction is None and language:
        direction = direction_of(language)
    if direction is None or (direction == direction_of(setting.around) and not language):
        return content
    if direction == "ltr" and not language and _ONE_WORD.fullmatch(text.strip()):
        return content  # a number or a Latin word runs so by itself
    return (Isolate(content, direction, language),)


def _holds_only_notes(content: Inlines) -> bool:
    """Tell whether raised text is nothing but references to notes and what parts them."""
    others = [i for i in content if not isinstance(i, NoteRef)]
    has = any(isinstance(i, NoteRef) for i in content)
    return has and not inline_text(tuple(others)).strip(" ,،;[]()\u00a0\n\t")


def _link(reading: Reading, element: Element, setting: Setting) -> Iterator[Inline]:
    content = tuple(walk(reading, element, setting))
    target = (element.get("href") or "").strip()
    at = reading.at(element)
    if not target or not inline_text(content).strip():
        yield from content
        return
    if target.startswith("#"):
        label = reading.labels.get(target[1:])
        yield from (CrossRef(label, tidy(content), at=at),) if label else content
        return
    address = address_of(target, reading.base)
    if address is not None and leads_out(address):
        yield Link(content, address, at=at)
        return
    reading.warn(finding("S104", at, target=target[:200]))
    yield from content


def address_of(target: str, base: str | None) -> str | None:
    """Return where a link leads, from the address of the page if it has none of its own.

    >>> address_of("/a/b", "https://example.org/c/d"), address_of("javascript:alert(1)", None)
    ('https://example.org/a/b', 'javascript:alert(1)')
    >>> address_of("page2.html", None) is None
    True
    """
    plain = "".join(target.split())
    if plain.startswith("//"):
        return f"https:{plain}"
    if _SCHEME.match(plain):
        return plain
    if base is None:
        return None
    try:
        return urljoin(base, plain)
    except ValueError:
        return None


def _quotes(language: str) -> tuple[str, str]:
    if language.split("-")[0] in {"en", "he"}:
        return "“", "”"
    return "«", "»"


def _formula(element: Element) -> str:
    """Return a formula as its author typed it (TeX), else on one line: a/b, a^b, √(a)."""
    for note in element.iter("annotation"):
        if "tex" in (note.get("encoding") or "").lower() and note.text:
            return _plain_tex(note.text)
    return _plain_tex(element.get("alttext") or _linear(element))


def _plain_tex(text: str) -> str:
    """Return TeX on one line, without the frame that encyclopedias put around it."""
    flat = " ".join(text.split())
    framed = _FRAMED.fullmatch(flat)
    return framed[1] if framed else flat


def _linear(element: Element, depth: int = 0) -> str:
    if depth > DEEPEST_ELEMENT:
        return text_of(element)
    parts = [_linear(child, depth + 1) for child in element if isinstance(child.tag, str)]
    match name_of(element), parts:
        case "mfrac", [above, below]:
            return f"{_grouped(above)}/{_grouped(below)}"
        case "msup", [whole, raised]:
            return f"{whole}^{_grouped(raised)}"
        case "msub", [whole, lowered]:
            return f"{whole}_{_grouped(lowered)}"
        case "msqrt", _:
            return f"√{_grouped(''.join(parts))}"
        case "annotation" | "annotation-xml", _:
            return ""
        case _:
            return (element.text or "").strip() + "".join(parts)


def _grouped(text: str) -> str:
    return f"({text})" if len(text) > 1 and not text.isalnum() else text


def is_backlink(element: Element) -> bool:
    """Tell whether an element leads from a note back to its reference."""
    role = (element.get("role") or element.get("epub:type") or "").lower()
    return "backlink" in role or any(
        "backlink" in token or "backref" in token or "reversefootnote" in token
        for token in tokens_of(element)
    )
