"""Levels: which heading lies under which, where the source gives evidence; else one level."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from report.readers.article.headings import SECTION, division_rank, is_label
from report.readers.article.lines import fold
from report.readers.article.passages import Marked, Passage, Words
from report.readers.article.phrasebook import LANGUAGES, every, phrases

_AFTER_ORDINAL = ":،,.-–)"
_MOST_SERIES = 12
"""Series of headings («الدرس 1», «الدرس 2» …) of one article that tell levels."""
_SERIES = re.compile(r"([^\W\d_]+)\s+(\d{1,3})(?!\d)\s*[:.\-–)(]?")


@dataclass(frozen=True, slots=True)
class Form:
    """How a heading is formed: its class, and what it counts if it counts."""

    name: str
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Levelled:
    """The level of a heading and what it was told by; no evidence is the level of the rest."""

    level: int
    evidence: str = ""


def form_of(passage: Passage) -> Form:
    """Return the form of a heading.

    >>> from report.readers.article.lines import split_lines
    >>> form_of(Words(split_lines("1.2 الأهداف", "f")))
    Form(name='section 2', value=2)
    """
    if isinstance(passage, Marked):
        return Form(f"marked {passage.level}")
    if not isinstance(passage, Words):
        return Form("plain")
    text = passage.text
    section = SECTION.match(text)
    if section:
        parts = re.findall(r"\d+", section[1])
        return Form(f"section {len(parts)}", int(parts[-1]))
    if passage.mark and passage.mark.readings:
        return Form(f"number {passage.mark.style}", passage.mark.readings[0][1])
    rank = division_rank(text)
    if rank is not None:
        return Form(f"division {rank}")
    key = fold(text)
    if not key.strip():
        return Form("plain")  # a tatweel or a vowel alone
    first = key.split()[0]
    ordinal = first.rstrip(_AFTER_ORDINAL)
    marked = first != ordinal or key[len(first) :].lstrip()[:1] in tuple(_AFTER_ORDINAL)
    if ordinal in every("ordinals") and marked and len(key) > len(first):
        return Form("ordinal", _ordinal(ordinal))
    series = _SERIES.match(key)
    if series:
        return Form(f"series {series[1]}", int(series[2]))
    return Form("label" if is_label(text) else "plain")


def find_levels(
    passages: Sequence[Passage],
    headings: Sequence[int],
    empty: Sequence[bool],
    contents: Mapping[str, int],
) -> list[Levelled]:
    """Return the level of each heading, 1 for chapters, none more than one below the last.

    ``empty`` tells which headings have nothing between them and the next; ``contents`` is
    the depth of each heading in the article's own list of contents, where it has one.
    """
    keys = [_plain_key(passages[i]) for i in headings]
    forms = _parallel(_common(tuple(form_of(passages[i]) for i in headings)), keys)
    last = _closing_from(forms, keys)
    inside = _relations(forms, empty)
    several = len({form.name for form in forms}) > 1
    deep = len(set(contents.values())) > 1
    stack: list[tuple[str, int | None]] = []
    found: list[Levelled] = []
    for position, form in enumerate(forms):
        key = keys[position]
        before = [name for name, _ in stack]
        if position >= last:
            stack.clear()
        if _hangs(forms, empty, position, stack):
            level = (
                next(k for k, (name, _) in enumerate(stack, 1) if name == forms[position + 1].name)
                + 1
            )
            found.append(Levelled(level, "having no text before the next of its series"))
            continue
        while stack and (stack[-1][0], form.name) not in inside:
            stack.pop()
        stack.append((form.name, form.value))
        level, evidence = len(stack), _evidence(form.name) if len(stack) > 1 or before else ""
        if deep and key in contents:
            level, evidence = contents[key], "its place in the article's list of contents"
        found.append(Levelled(level, evidence if several else ""))
    return _without_leaps(found)


def _ordinal(word: str) -> int | None:
    """Return what an ordinal counts: its place in the list of its language."""
    lists = (phrases(language).ordinals for language in LANGUAGES)
    return next((words.index(word) + 1 for words in lists if word in words), None)


def _plain_key(passage: Passage) -> str:
    text = passage.text if isinstance(passage, Words | Marked) else ""
    if isinstance(passage, Words) and passage.mark:
        text = text[passage.mark.length :]
    return fold(text).rstrip(" :")


def _common(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    """A series has two members at least; a lone «خطة 2030» is a plain heading."""
    series = Counter(form.name for form in forms if form.name.startswith("series"))
    kept = {name for name, count in series.most_common(_MOST_SERIES) if count > 1}
    return tuple(
        form if form.name in kept or form.name not in series else Form("plain") for form in forms
    )


def _parallel(forms: tuple[Form, ...], keys: Sequence[str]) -> tuple[Form, ...]:
    """Two plain headings or more that come back under others lie below those.

    «السياق» and «النتائج» under each country are parts of it.
    """
    count = Counter(key for form, key in zip(forms, keys, strict=True) if form.name == "plain")
    back = {key for key, times in count.items() if times > 1}
    first = next((i for i, key in enumerate(keys) if key in back), 0)
    # Each group needs a heading of its own above it.
    grouped = all(
        keys[i] != keys[first] or keys[i - 1] not in back for i in range(first, len(keys))
    )
    if len(back) < 2 or not first or not grouped:
        return forms
    return tuple(
        Form("repeated") if form.name == "plain" and key in back else form
        for form, key in zip(forms, keys, strict=True)
    )


def _closing_from(forms: Sequence[Form], keys: Sequence[str]) -> int:
    """Return from where on only conclusion, sources and the like follow: they are chapters."""
    position = len(forms)
    while position > 1:
        key = keys[position - 1]
        plain = forms[position - 1].name == "plain"
        if not plain or key not in every("closing") or keys.count(key) > 1:
            break
        position -= 1
    return position


def _relations(forms: Sequence[Form], empty: Sequence[bool]) -> set[tuple[str, str]]:
    """Return the pairs (outer, inner) of forms that the order of the headings shows."""
    names = list(dict.fromkeys(form.name for form in forms))
    inside = {pair for outer in names for inner in names for pair in _by_nature(outer, inner)}
    starts, between = _observed(forms, empty)
    for outer, inner in starts:
        if (inner, outer) not in inside:
            inside.add((outer, inner))
    for outer, inner in between:
        if (inner, outer) not in inside and outer != inner:
            inside.add((outer, inner))
    for middle in names:
        for outer in names:
            for inner in names:
                if (outer, middle) in inside and (middle, inner) in inside and outer != inner:
                    inside.add((outer, inner))
    return inside


def _by_nature(outer: str, inner: str) -> list[tuple[str, str]]:
    """Return what forms say by themselves: marks, ranks, depths of numbers, labels."""
    kind, other = outer.split()[0], inner.split()[0]
    if outer == inner or kind == "label":
        return []
    if other == "label":
        return [(outer, inner)]
    if "repeated" in (kind, other):
        return [(outer, inner)] if other == "repeated" else []
    ranked = {"marked", "division", "section"}
    if kind == other and kind in ranked:
        return [(outer, inner)] if int(outer.split()[1]) < int(inner.split()[1]) else []
    if kind == "number" and other == "section":
        return [(outer, inner)]
    if kind == "marked" and other != "marked":
        return [(outer, inner)]
    return []


def _observed(
    forms: Sequence[Form], empty: Sequence[bool]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return (outer, inner) pairs of two sorts.

    The first are told by numbers that begin anew under another heading, the second by what
    stands between two numbers of one sequence.
    """
    starts: list[tuple[str, str]] = []
    between: list[tuple[str, str]] = []
    last: dict[str, int] = {}
    for position, form in enumerate(forms):
        if form.value is None:
            continue
        above = last.get(form.name)
        first = above + 1 if above is not None else 0
        # What stands without text right before a member belongs to the one before it.
        last_one = position - 1 if position and empty[position - 1] else position
        passed = {f.name for f in forms[first : max(first, last_one)]}
        passed.discard(form.name)
        chained = form.value == 1 and position > 0 and empty[position - 1]
        anew = above is not None and form.value <= (forms[above].value or 0)
        if anew:
            starts.extend((name, form.name) for name in passed if not name.startswith("label"))
        elif above is not None and form.value == (forms[above].value or 0) + 1:
            between.extend((form.name, name) for name in passed)
        if chained and forms[position - 1].name != form.name:
            starts.append((forms[position - 1].name, form.name))
        last[form.name] = position
    return starts, between


def _hangs(
    forms: Sequence[Form],
    empty: Sequence[bool],
    position: int,
    stack: Sequence[tuple[str, int | None]],
) -> bool:
    """Tell whether a plain heading without text stands right before the next of a series."""
    if position + 1 >= len(forms) or not empty[position] or forms[position].name != "plain":
        return False
    after = forms[position + 1]
    return any(
        name == after.name and value is not None and after.value == value + 1
        for name, value in stack
    )


def _evidence(name: str) -> str:
    kind = name.split()[0]
    return {
        "label": "its colon",
        "section": "its number",
        "number": "its number",
        "division": "the division that it names",
        "marked": "its marks",
        "ordinal": "its ordinal",
        "series": "the series that it belongs to",
        "repeated": "the headings like it under others",
    }.get(kind, "the headings around it")


def _without_leaps(found: Sequence[Levelled]) -> list[Levelled]:
    """Close gaps: no heading lies more than one level below the one before it."""
    smooth: list[Levelled] = []
    above = 0
    for heading in found:
        level = min(max(heading.level, 1), above + 1)
        smooth.append(Levelled(level, heading.evidence))
        above = level
    return smooth
