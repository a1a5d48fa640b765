"""Digits: one policy for the numbers of a report, as its manuscript asks for it (ALREQ, 3.5).

The choice is of the region, and a report does not mix (W3C ALREQ); what an author typed is changed
only where the manuscript says ``digits:``, and never without a word. Numbers that are names stay as
they are: what stands in code, in addresses and in words of another script, an ISBN, a DOI, a date
for machines, a telephone number from abroad. Separators and percent signs go with the digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import assert_never

from report.diagnostics import Place, Warn
from report.filters.runs import foreign_runs
from report.locales import DIGITS, SYSTEMS, Locale, direction_of, locale_of, primary
from report.model.document import Metadata, Report
from report.model.inlines import (
    Citation,
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
from report.model.walk import children, map_inlines, with_children
from report.rules import finding

_ALL = "".join(DIGITS.values())
_DIGIT = re.compile(f"[{_ALL}]")
_SYSTEM_OF = {digit: name for name, digits in DIGITS.items() for digit in digits}
_ASCII = str.maketrans({d: str(n % 10) for n, d in enumerate(_ALL)})
_NUMBER = re.compile(
    rf"(?<![A-Za-z_@#/{_ALL}])[{_ALL}]+(?:[.,٫٬/:][{_ALL}]+)*"
    r"(?P<percent>[ \u00a0\u202f]?[%٪])?(?![A-Za-z_@/])"
)
_BYTE = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
_NAMES = re.compile(
    r"10\.[0-9]{4,9}/\S+"  # a DOI
    r"|(?:97[89][\- ]?)?[0-9]{1,5}[\- ][0-9]{1,7}[\- ][0-9]{1,7}[\- ][0-9X]\b"  # an ISBN
    r"|97[89][0-9]{10}"
    r"|(?:ISSN|ردمد|تدمد)[ :]*[0-9]{4}-[0-9]{3}[0-9X]\b"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}"  # a date for machines
    rf"|{_BYTE}(?:\.{_BYTE}){{3}}(?![0-9])"  # an address of the internet
    r"|\+[0-9][0-9 ()\-]{6,}[0-9]"  # a telephone number from abroad
)
_COUNTED = re.compile(
    r"(?:القسم|قسم|الفصل|فصل|البند|بند|المادة|مادة|الفقرة|فقرة|الجدول|جدول|الشكل|شكل|الملحق|ملحق"
    r"|الإصدار|إصدار|النسخة|نسخة|بخش|فصل|بند|جدول|شکل|نسخهٔ|باب|سیکشن)[ \u00a0]$"
)
"""Words behind which a point parts the numbers of parts: «القسم ٣.٢» is no decimal."""
_EUROPEAN = frozenset({"he", "yi"})
"""Languages written from the right that have no digits but 0-9."""
_LATIN = re.compile("[A-Za-z\u00aa-\u024f\u0370-\u052f]")
_OBJECT = "\ufffc"
_COMMAS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_POINTS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")


@dataclass(slots=True)
class _Count:
    """What has been found: numbers by their system, and the first that was written anew."""

    systems: dict[str, int] = field(default_factory=dict)
    written: int = 0
    first: str = ""
    at: Place | None = None


def set_digits(report: Report, warn: Warn) -> Report:
    """Write the numbers of a report in the digits that its manuscript asks for (T097).

    Without a wish the author's stay; if all of them are other digits than those of the region, in
    which the press counts, that is said (T098).
    """
    tongue = locale_of(report)
    system = SYSTEMS.get(report.options.digits)
    count = _Count()

    def edit(content: Inlines, language: str | None) -> Inlines:
        tag = language or report.metadata.language
        if direction_of(tag) == "ltr" or (primary(tag) in _EUROPEAN and system != "latn"):
            return content
        return _set(content, tongue, system, count)

    edited = map_inlines(report, edit)
    if system:
        edited = replace(edited, metadata=_metadata(edited.metadata, tongue, system))
        if count.written:
            warn(finding("T097", count.at, count=count.written, number=count.first))
    elif tongue.direction == "rtl" and len(count.systems) == 1:
        (only,) = count.systems
        if only != tongue.system:
            said = DIGITS[only], DIGITS[tongue.system]
            warn(finding("T098", None, typed=said[0], counted=said[1]))
    return edited


def written_in(text: str, tongue: Locale, system: str) -> str:
    """Return a line with its numbers in another system of digits, signs and all.

    >>> from report.locales import locale
    >>> cairo = locale("ar-EG")
    >>> written_in("نما 1,234.5 طنًا (12 %) منذ 2010 في دراسة COVID-19", cairo, "arab")
    'نما ١٬٢٣٤٫٥ طنًا (١٢٪) منذ ٢٠١٠ في دراسة COVID-19'
    >>> written_in("نما ١٬٢٣٤٫٥ طنًا (١٢٪)", locale("ar-MA"), "latn")
    'نما 1.234,5 طنًا (12%)'
    """
    return "".join(_characters(text, tongue, system, _Count()))


def _set(content: Inlines, tongue: Locale, system: str | None, count: _Count) -> Inlines:
    text = "".join(_seen(content))
    if not _DIGIT.search(text):
        return content
    before = count.written
    characters = _characters(text, tongue, system, count)
    if count.written == before:
        return content
    count.at = count.at or next((i.at for i in content if i.at), None)
    return _rewritten(content, iter(characters))


def _seen(content: Inlines) -> Iterator[str]:
    """Yield what of a run may be written anew; an object of one character for all else."""
    for inline in content:
        match inline:
            case Text(text):
                yield text
            case Isolate(direction="ltr") | CrossRef(content=()) | IndexMark(content=()):
                yield _OBJECT
            case Code() | NoteRef() | LineBreak() | Gap() | Citation(content=()) | Day(content=()):
                yield _OBJECT
            case (
                Emphasis(inside)
                | Strong(inside)
                | Superscript(inside)
                | Subscript(inside)
                | Isolate(inside)
                | Link(inside)
                | CrossRef(content=inside)
                | Term(inside)
                | IndexMark(inside)
                | Citation(content=inside)
                | Day(content=inside)
            ):
                yield from _seen(inside)
            case _:
                assert_never(inline)


def _rewritten(content: Inlines, characters: Iterator[str]) -> Inlines:
    """Return a run with each character that :func:`_seen` yields in its new writing."""
    edited: list[Inline] = []
    for inline in content:
        inside = () if _is_whole(inline) else children(inline)
        if isinstance(inline, Text):
            text = "".join(next(characters) for _ in inline.text)
            edited.append(replace(inline, text=text) if text != inline.text else inline)
        elif inside:
            edited.append(with_children(inline, _rewritten(inside, characters)))
        else:
            next(characters)
            edited.append(inline)
    return tuple(inline for inline in edited if inline != Text(""))


def _is_whole(inline: Inline) -> bool:
    return isinstance(inline, Isolate) and inline.direction == "ltr"


def _characters(text: str, tongue: Locale, system: str | None, count: _Count) -> list[str]:
    """Return for each character what is written in its place, and count the numbers."""
    characters = list(text)
    kept = [found.span() for found in _NAMES.finditer(text)]
    if _LATIN.search(text):
        runs = foreign_runs(text, "rtl")
        kept += [(start, end) for start, end, _ in runs if _LATIN.search(text[start:end])]
    for number in _NUMBER.finditer(text):
        if any(start < number.end() and number.start() < end for start, end in kept):
            continue
        typed = {_SYSTEM_OF[character] for character in number[0] if character in _SYSTEM_OF}
        for name in typed:
            count.systems[name] = count.systems.get(name, 0) + 1
        if system is None:
            continue
        after_word = bool(_COUNTED.search(text[: number.start()]))
        new = _number(number, tongue, system, after_word=after_word)
        if "".join(new) == number[0]:
            continue
        count.written += 1
        count.first = count.first or number[0]
        characters[number.start() : number.end()] = new
    return characters


def _number(number: re.Match[str], tongue: Locale, system: str, *, after_word: bool) -> list[str]:
    """Return a number with new digits and signs, a writing for each of its characters."""
    percent = number["percent"] or ""
    figures = number[0].removesuffix(percent)
    plain = figures.translate(_ASCII)
    if "٫" in plain or "٬" in plain:
        signs = {"٫": "٫", "٬": "٬"}
    else:
        signs = _signs(plain, tongue, after_word=after_word)
    decimal, group = tongue.signs(system)
    own = {"٫": decimal, "٬": group}
    written = [
        DIGITS[system][int(c)] if c.isdecimal() else own.get(signs.get(c, c), c) for c in plain
    ]
    sign = "٪" if system != "latn" else tongue.percent if tongue.system == "latn" else "%"
    return written + ([sign, *[""] * (len(percent) - 1)] if percent else [])


def _signs(plain: str, tongue: Locale, *, after_word: bool) -> dict[str, str]:
    """Say which sign of a number stands before decimals («٫») and which between groups («٬»)."""
    comma_is_decimal = tongue.signs("latn")[0] == ","
    points, commas = plain.count("."), plain.count(",")
    if "/" in plain or ":" in plain or (after_word and not commas):
        return {}
    if _COMMAS.fullmatch(plain) and not (comma_is_decimal and commas == 1 and not points):
        return {",": "٬", ".": "٫"}
    if _POINTS.fullmatch(plain) and (comma_is_decimal or commas or points > 1):
        return {".": "٬", ",": "٫"}
    if points + commas == 1:
        return {".": "٫", ",": "٫"}
    return {}


def _metadata(metadata: Metadata, tongue: Locale, system: str) -> Metadata:
    """Write what the title page says in the digits of the report."""

    def anew(text: str | None) -> str | None:
        return text and written_in(text, tongue, system)

    if tongue.direction == "ltr":
        return metadata
    return replace(
        metadata,
        title=written_in(metadata.title, tongue, system),
        subtitle=anew(metadata.subtitle),
        description=anew(metadata.description),
        series=anew(metadata.series),
        series_number=anew(metadata.series_number),
    )
