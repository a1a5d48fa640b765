"""Navigation: the contents as the divisions nest, and the lists of tables and figures."""

from __future__ import annotations

from report.compose.galley import NavPoint
from report.compose.numbering import Numbers, Target
from report.locales import Locale
from report.model.blocks import Faq
from report.model.document import Division, Report
from report.model.walk import all_blocks, inline_text


def contents(report: Report) -> tuple[NavPoint, ...]:
    """Return a point a titled, labelled division, nested; questions stand below their FAQ."""
    return _points(report.front + report.body + report.back)


def _points(divisions: tuple[Division, ...]) -> tuple[NavPoint, ...]:
    points: list[NavPoint] = []
    for division in divisions:
        inside = _questions(division) + _points(division.divisions)
        if division.title and division.label:
            points.append(NavPoint(_line(inline_text(division.title)), division.label, inside))
        else:
            points.extend(inside)
    return tuple(points)


def _questions(division: Division) -> tuple[NavPoint, ...]:
    return tuple(
        NavPoint(_line(inline_text(pair.question)), pair.label)
        for block in all_blocks(division.content)
        if isinstance(block, Faq)
        for pair in block.items
        if pair.label
    )


def listed(numbers: Numbers, kind: Target, locale: Locale) -> tuple[NavPoint, ...]:
    """Return the points of what is counted as ``kind``, in the order of its numbers."""
    word = locale.words[kind]
    return tuple(
        NavPoint(f"{word} {locale.number(target.number)}. {target.title}".strip(" ."), label)
        for label, target in numbers.targets.items()
        if target.kind == kind
    )


def _line(text: str) -> str:
    return " ".join(text.split())
