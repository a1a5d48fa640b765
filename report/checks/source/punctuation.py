"""Punctuation: the marks of the language, the blanks beside them, dots and dashes."""

from __future__ import annotations

import re

from report.checks.source.lines import OBJECT, Line
from report.checks.source.patterns import (
    ARABIC,
    DIGITS,
    LETTERS,
    POINTS,
    RIGHT_TO_LEFT,
    VOWELS,
    Rule,
    pattern,
)

_LETTER = f"[{LETTERS}{VOWELS}{POINTS}]"
_END = f"(?=$|[\\s»”)\\]{OBJECT}]|[{ARABIC}])"
_OWN = {",": "،", ";": "؛", "?": "؟"}
_NEAR, _LONGEST = 60, 500
"""Code points beside a mark that are looked at, and those of a quotation."""
_WORD = re.compile(f"[{LETTERS}][{LETTERS}{VOWELS}{POINTS}]*")


def _own_mark(match: re.Match[str]) -> str:
    """Return the mark of the Arabic script for a Latin one."""
    return _OWN[match.group("bad")]


def _is_abbreviated(line: Line, match: re.Match[str]) -> bool:
    """Spare «أ.د.محمد»: a dot after one or two letters shortens a word."""
    before = re.search(
        f"[{LETTERS}{VOWELS}]+$", line.text[max(0, match.start() - 8) : match.start()]
    )
    after = _WORD.match(line.text, match.end())
    return not (before and after and len(before.group()) > 2 and len(after.group()) > 2)


def _is_a_row_of_dots(line: Line, match: re.Match[str]) -> bool:
    """Spare «. . .»: dots with blanks between them are no end of a sentence."""
    around = line.text[max(0, match.start() - 2) : match.end() + 3]
    return around.count(".") > 1


def _is_an_ending(line: Line, match: re.Match[str]) -> bool:
    """Spare «العضو(ة)» and «معلم(ين)»: brackets that hold an ending of the word."""
    inside = re.match(f"[{LETTERS}{VOWELS}]*", line.text[match.end() : match.end() + 8])
    return inside is None or len(inside.group()) < 4


def _is_a_sign(line: Line, match: re.Match[str]) -> bool:
    """Spare «+ مع + و - مع -»: a hyphen that is a minus beside its plus."""
    near = line.text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    before = line.text[max(0, match.start() - _NEAR) : match.start()].rstrip().rpartition(" ")[2]
    return len(before) < 2 or " + " in near


def _is_unopened(line: Line, match: re.Match[str]) -> bool:
    """Spare a closing mark that closes nothing: it may be one that opens, typed wrongly."""
    before = line.text[max(0, match.start() - _LONGEST) : match.start()]
    mark = line.text[match.end()]
    if mark == "”" and line.language_at(match.start()) not in {"ar", "fa"}:
        return True
    opening = "«" if mark == "»" else "“"
    return before.count(opening) <= before.count(mark)


PUNCTUATION: tuple[Rule, ...] = (
    pattern(
        "T030", f"(?<=[{ARABIC}{VOWELS}»)])(?P<bad>[,;?]){_END}", instead=_own_mark, signs=",;?"
    ),
    pattern(
        "T031",
        f"(?<=[{LETTERS}{VOWELS}{POINTS}{DIGITS}»)\\]])(?P<bad>[ \u00a0]+)"
        "(?=[،؛؟.:!,;?۔](?:$|[\\s»)\\]]))",
        RIGHT_TO_LEFT,
        instead="",
        unless=_is_a_row_of_dots,
        signs="،؛؟.:!,;?۔",
    ),
    pattern(
        "T032",
        f"(?<={_LETTER})(?P<bad>[،؛؟!])(?=[{LETTERS}])",
        RIGHT_TO_LEFT,
        instead=lambda match: f"{match.group('bad')} ",
        signs="،؛؟!",
    ),
    pattern(
        "T033",
        f"(?<={_LETTER})(?P<bad>[.:])(?=[{LETTERS}])",
        RIGHT_TO_LEFT,
        unless=_is_abbreviated,
        signs=".:",
    ),
    pattern(
        "T034",
        f"(?<![{LETTERS}{VOWELS}][(\\[«])(?<=[(\\[«]) +(?=[{LETTERS}{DIGITS}])",
        RIGHT_TO_LEFT,
        instead="",
        signs="([«",
    ),
    pattern(
        "T034",
        f"(?<=[{LETTERS}{VOWELS}{POINTS}{DIGITS}؟!]) +(?=[»”])",
        RIGHT_TO_LEFT,
        instead="",
        unless=_is_unopened,
        signs="»”",
    ),
    pattern(
        "T035",
        f"(?<=[{LETTERS}{VOWELS}]{{3}})(?P<bad>[(«])(?=[{LETTERS}])",
        RIGHT_TO_LEFT,
        unless=_is_an_ending,
        signs="(«",
    ),
    pattern("T036", "(?P<bad>([،؛])[ ]*\\2[،؛ ]*(?<! ))", instead=lambda m: m.group(2), signs="،؛"),
    pattern(
        "T037", f"(?<=[{LETTERS}{VOWELS}])(?P<bad>(?<!\\.)\\.\\.(?!\\.))", RIGHT_TO_LEFT, signs="."
    ),
    pattern("T038", "(?P<bad>[؟?!]{4,}|!{2,}(?![؟?]))", RIGHT_TO_LEFT, signs="؟?!"),
    pattern(
        "T039",
        f"(?<=[{LETTERS}{VOWELS}{POINTS} \\[(])(?P<bad>(?<!\\.)\\.\\.\\.(?!\\.))",
        RIGHT_TO_LEFT,
        instead="…",
        signs=".",
    ),
    pattern(
        "T040",
        f"(?<=[{LETTERS}{VOWELS}»)،] )(?P<bad>-{{1,2}})(?= [{LETTERS}«(])",
        RIGHT_TO_LEFT,
        instead="–",
        unless=_is_a_sign,
        signs="-",
    ),
    pattern(
        "T041",
        f"(?<=[{ARABIC}{VOWELS}]{{2}})(?P<bad>\\.)(?=\\s+[{ARABIC}]|\\s*$)",
        frozenset({"ur"}),
        instead="۔",
        signs=".",
    ),
    pattern("T042", "۔", frozenset({"ar", "fa"}), instead=".", signs="۔"),
)
"""The rules of marks, in the order of their codes."""
