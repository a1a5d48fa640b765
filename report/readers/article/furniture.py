"""Furniture: counters, forms, share bars and links that belong to the page, not to the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from report.diagnostics import Warn
from report.readers.article.lines import Line, ends_sentence, fold
from report.readers.article.marks import read_mark
from report.readers.article.phrasebook import every, signs
from report.rules import finding

_EDGE_SIGNS = " *:.…»«›‹←→|▲↑↓▼#>-–·•◄►!؟?،,+()[]"
_ORNAMENTS = "•·|»«›‹←→↑↓▲▼▶◀◄►●○■□*…,،؛;:+ \t\u00a0"
_NUMBER = re.compile(r"[\d][\d.,٬٫ ]*[kKmM]?\+?")
_COUNTED = re.compile(r"[(\[]?\d[\d.,٬٫]*(\s?[kKmM](?![^\W\d_]))?[)\]]?")
_IMAGE_FILE = re.compile(r"\S+\.(jpe?g|png|gif|webp|svg|bmp|tiff?)", re.IGNORECASE)
_CRUMBS = re.compile(r"\s*[>»›/←\\]\s*")
_LEADERS = re.compile(r"(\.\s?){5,}\s*\d{1,4}$|…{2,}\s*\d{1,4}$|_{5,}\s*\d{1,4}$")
_CRUMB = re.compile(r"\s[>»›]\s")
_RULE = re.compile(r"([-–—_=*~#•·.])(\s?\1){2,}|⁂|❖|✻(\s?✻)*")
_TOP = 6
"""Lines from the top among which the menu of a page stands."""
_LONG = 25
"""Words: a paragraph this long is text, even after «related articles»."""


def without_furniture(lines: Sequence[Line], warn: Warn, *, tail: bool = True) -> tuple[Line, ...]:
    """Return the lines that belong to the text; each one removed is noted (S012).

    ``tail`` says whether the short lines below «Leave a comment» near the end go with it.
    """
    kinds = _kinds(lines, tail)
    kept: list[Line] = []
    parted = 0
    for index, line in enumerate(lines):
        if kind := kinds.get(index):
            warn(finding("S012", line.at, text=line.text, kind=kind))
            parted = 1
        else:
            kept.append(replace(line, gap=max(line.gap, parted)))
            parted = 0
    return tuple(kept)


def is_rule(text: str) -> bool:
    """Tell whether a line only parts what is above from what is below.

    >>> is_rule("* * *"), is_rule("---"), is_rule("-5")
    (True, True, False)
    """
    return bool(_RULE.fullmatch(text))


def _kinds(lines: Sequence[Line], tail: bool) -> dict[int, str]:
    """Return the kind of furniture that each line is, for those that are."""
    keys = [line.key.strip(_EDGE_SIGNS) for line in lines]
    kinds: dict[int, str] = {}
    weak: dict[int, str] = {}
    for index, line in enumerate(lines):
        kind, sure = _alone(line, keys[index], index, len(lines))
        if kind and sure:
            kinds[index] = kind
        elif kind:
            weak[index] = kind
    _numbers(lines, keys, kinds, weak)
    _believe_neighbours(lines, kinds, weak)
    _menu(lines, keys, kinds)
    _related(lines, keys, kinds)
    if tail:
        _tail(lines, keys, kinds)
    _contents(lines, kinds)
    return kinds


def _alone(line: Line, key: str, index: int, count: int) -> tuple[str, bool]:
    """Judge a line by itself: its kind of furniture, and whether that is sure."""
    starts, whole = tuple(every("starts")), every("whole")
    if key.startswith(starts) or line.key.startswith(starts):
        return "a line of the page", not (len(key.split()) > 3 * _LONG)
    if key in every("adverts") or (key in every("home") and index < _TOP):
        return "a line of the page", True
    if key in whole or key in every("tail"):
        return "a line of the page", len(key.split()) > 1
    if _IMAGE_FILE.fullmatch(line.text):
        return "the name of an image", True
    parts = [part for part in re.split(r"\s*[|·,،/]\s*|\s{2,}|\t", line.key) if part]
    names = [part.strip(_EDGE_SIGNS) for part in parts]
    if names and all(name in signs().networks for name in names):
        return "a share bar", len(names) > 1
    words = line.key.split()
    if len(words) > 2 and all(word in signs().networks for word in words):
        return "a share bar", True
    if _is_counter(key):
        return "a counter", True
    crumbs = _CRUMBS.split(line.key)
    at_top = index < 3 and bool(_CRUMB.search(line.text)) and not ends_sentence(line.text)
    named = at_top or crumbs[0].strip(_EDGE_SIGNS) in whole
    if len(crumbs) > 1 and len(words) <= 20 and named:
        return "a trail of links", True
    if _LEADERS.search(line.text):
        return "a line of a list of contents with page numbers", True
    if line.text.startswith("©") and index >= min(0.8 * count, count - 3):
        return "a copyright line of the page", True
    if all(c in _ORNAMENTS for c in line.text) and not is_rule(line.text):
        return "a line without letters", True
    return "", False


def _is_counter(key: str) -> bool:
    match = _COUNTED.match(key)
    if match and key[match.end() :].strip(_EDGE_SIGNS) in every("counters"):
        return True
    label = re.split(r"\s*[:\s]\s*\d", key, maxsplit=1)[0]
    rest = key[len(label) :].strip(_EDGE_SIGNS)
    return bool(label in every("counters") and _NUMBER.fullmatch(rest))


def _numbers(
    lines: Sequence[Line], keys: list[str], kinds: dict[int, str], weak: dict[int, str]
) -> None:
    """Numbers alone: before the title, or beside the label that they count."""
    counters = every("counters")
    for index, line in enumerate(lines):
        if not _NUMBER.fullmatch(line.text):
            continue
        near = [i for i in (index - 1, index + 1) if 0 <= i < len(lines)]
        labels = [i for i in near if keys[i] in counters]
        if index == 0 and len(lines) > 1:
            kinds[index] = "a counter"
        elif labels:
            kinds[index] = "a counter"
            kinds.update((i, "the label of a counter") for i in labels)
        else:
            weak[index] = "a counter"


def _believe_neighbours(lines: Sequence[Line], kinds: dict[int, str], weak: dict[int, str]) -> None:
    """Single words («التالي», «Search») are furniture beside furniture, or at the very ends."""
    changed = True
    pending = dict(weak)
    while changed:
        changed = False
        for index in list(pending):
            beside = kinds.keys() & {index - 1, index + 1}
            networks = (
                pending.keys() & {index - 1, index + 1} if pending[index] != "a counter" else set()
            )
            if beside or networks:
                kinds[index] = pending.pop(index)
                changed = True
    for index, kind in pending.items():
        last = len(lines) - 1
        if kind != "a counter" and len(lines) > 3 and (index == 0 or index == last):
            kinds[index] = kind


def _menu(lines: Sequence[Line], keys: list[str], kinds: dict[int, str]) -> None:
    """Words right under «home», above the article, are the menu of the page."""
    for index in range(min(_TOP, len(lines))):
        if keys[index] not in every("home"):
            continue
        below = index + 1
        while below < len(lines) and lines[below].gap == 0 and lines[below].words <= 3:
            kinds.setdefault(below, "a line of the menu")
            below += 1


def _related(lines: Sequence[Line], keys: list[str], kinds: dict[int, str]) -> None:
    """«اقرأ أيضا: …» and the links under it."""
    phrases = tuple(every("related"))
    for index, line in enumerate(lines):
        phrase = next((p for p in phrases if keys[index].startswith(p)), "")
        if not phrase:
            continue
        rest = line.key[line.key.index(phrase) + len(phrase) :].lstrip(" ")
        if rest.strip(_EDGE_SIGNS) and rest[0] not in ":|-–»>…،؟?!.":
            continue
        if rest.strip(_EDGE_SIGNS):
            if len(keys[index].split()) <= _LONG:
                kinds[index] = "a link to another page"
            continue
        kinds[index] = "a heading of links to other pages"
        for after in _links_below(lines, index + 1):
            kinds[after] = "a link to another page"


def _links_below(lines: Sequence[Line], start: int) -> list[int]:
    """Return the lines under «read also»: a list, lines without a gap, or one lone line."""
    found: list[int] = []
    for index in range(start, min(start + 12, len(lines))):
        line = lines[index]
        marked = read_mark(line.text) is not None
        if ends_sentence(line.text) and line.words > _LONG:
            break
        if marked or line.gap == 0 or index == start:
            found.append(index)
        else:
            break
        lone = index == start and not marked and line.gap > 0
        if lone:
            break
    return found


def _tail(lines: Sequence[Line], keys: list[str], kinds: dict[int, str]) -> None:
    """After «Leave a comment» or «related articles», near the end, all short lines go."""
    total = sum(len(line.text) for line in lines) or 1
    tail, comments, passed = every("tail"), every("comments"), 0
    begun = False
    for index, line in enumerate(lines):
        passed += len(line.text)
        commented = kinds.get(index) == "a counter" and keys[index].split()[-1] in comments
        if (keys[index] in tail or commented) and passed > 0.6 * total:
            begun = True
            kinds.setdefault(index, "a line of the page")
        elif begun and index not in kinds:
            if ends_sentence(line.text) and line.words >= _LONG:
                begun = False
            elif line.words < _LONG:
                kinds[index] = "what follows the article on the page"


def _contents(lines: Sequence[Line], kinds: dict[int, str]) -> None:
    """A short line above lines with leaders and numbers of pages is their heading."""
    leaders = [n for n, line in enumerate(lines) if _LEADERS.search(line.text)]
    if len(leaders) >= 3 and leaders[0] and lines[leaders[0] - 1].words <= 3:
        kinds[leaders[0] - 1] = "the heading of a list of contents with page numbers"


def folded_phrase(text: str) -> str:
    """Fold a text as phrases are compared: without the signs at its ends."""
    return fold(text).strip(_EDGE_SIGNS)
