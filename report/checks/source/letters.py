"""Letters: those of another language's keyboard, hamzas, tatweel, vowels, lost blanks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from report.checks.source.lines import Line
from report.checks.source.patterns import (
    ARABIC,
    ARABIC_SCRIPT,
    HEBREW,
    LETTERS,
    RIGHT_TO_LEFT,
    VOWELS,
    Hit,
    Rule,
    Usage,
    pattern,
    rule,
)
from report.checks.source.spellings import HAMZAS, YEHS

_AR = frozenset({"ar"})
_WORD = re.compile(f"[{ARABIC}{VOWELS}\u0640\u200c]+")
# A word with one of these is of that language beyond doubt: a name or a quotation, left as it is.
_OF_PERSIAN = re.compile("[پچژگڤٹڈڑںےۓ\u200c]")
_OF_ARABIC = re.compile(f"[ةأإؤ{VOWELS}]|^[وفبكل]?ال")
_TO_ARABIC = {"ک": "ك", "ہ": "ه", "ھ": "ه", "ە": "ه"}
_TO_PERSIAN = {"ي": "ی", "ك": "ک", "ى": "ی"}
_TO_URDU = {**_TO_PERSIAN, "ه": "ہ"}
_PREFIX = "(?:[وف]?[بلك]?)"
_ALPHABETS = (
    "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
    "אבגדהוזחטיכלמנסעפצקרשת",
)
_IN_PARTS = "\u0653-\u0655\u05b7-\u05bc"
_HARAKAT = "\u064b-\u0650\u0652"


@rule(_AR, "کہەیھ")
def persian_letters(line: Line, usage: Usage) -> Iterator[Hit]:
    """Find letters of a Persian or Urdu keyboard in Arabic words; «ی» at an end is two letters."""
    del usage
    for word in _WORD.finditer(line.text):
        if line.language_at(word.start()) != "ar" or _OF_PERSIAN.search(word.group()):
            continue
        for found in re.finditer("[کہەی]|(?<!ـ)ھ", word.group()):
            letter, end = found.group(), found.end()
            last = not re.search(f"[{ARABIC}]", word.group()[end:])
            instead = _TO_ARABIC.get(letter) or (None if last else "ي")
            start = word.start() + found.start()
            yield Hit("T060", start, start + 1, instead)


@rule(frozenset({"fa", "ur"}))
def arabic_letters(line: Line, usage: Usage) -> Iterator[Hit]:
    """Find letters of an Arabic keyboard in Persian and Urdu words."""
    del usage
    for word in _WORD.finditer(line.text):
        language = line.language_at(word.start())
        if language not in {"fa", "ur"} or _OF_ARABIC.search(word.group()):
            continue
        code, table = ("T061", _TO_PERSIAN) if language == "fa" else ("T062", _TO_URDU)
        for found in re.finditer(f"[{''.join(table)}]", word.group()):
            start = word.start() + found.start()
            yield Hit(code, start, start + 1, table[found.group()])


def _closed_list(code: str, table: dict[str, str]) -> Rule:
    """Make a rule of words that have one right spelling, with the prefixes they take."""
    words = "|".join(sorted(table, key=len, reverse=True))
    return pattern(
        code,
        f"(?<![{ARABIC}{VOWELS}\u0640])(?P<prefix>{_PREFIX})(?P<bad>{words})"
        f"(?![{ARABIC}{VOWELS}\u0640])",
        _AR,
        instead=lambda match: table[match.group("bad")],
    )


def _is_a_letter_named(line: Line, match: re.Match[str]) -> bool:
    """Spare «حرف و» and «أ و ب»: the letter itself, and letters in a row."""
    before = line.text[max(0, match.start() - 40) : match.start()].rstrip().rpartition(" ")[2]
    after = line.text[match.end() : match.end() + 40].split(" ", 1)[0]
    letters = re.sub(f"[^{ARABIC}]", "", after)
    return before.endswith(("حرف", "الحرف", "الواو")) or len(letters) < 2 or len(before) == 1


def _is_an_alphabet(line: Line, match: re.Match[str]) -> bool:
    """Spare letters that stand in the order of an alphabet: a row of signs, not a word."""
    del line
    letters = match.group().replace(" ", "").translate({ord(c): "ا" for c in "أإآ"})
    return any(letters in order for order in _ALPHABETS)


def _is_one_mark(line: Line, match: re.Match[str]) -> bool:
    """Spare the tatweel that carries a mark: the dagger alef and the hamza stand on it."""
    return line.text[match.end() : match.end() + 1] in {"\u0670", "\u0654", "\u0655"}


@rule(signs=_IN_PARTS)
def not_composed(line: Line, usage: Usage) -> Iterator[Hit]:
    """Find letters typed in two parts for which there is one: a lam's hamza is none of them."""
    del usage
    for found in re.finditer(f"[{LETTERS}][{_IN_PARTS}]+", line.text):
        composed = unicodedata.normalize("NFC", found.group())
        if len(composed) < len(found.group()):
            yield Hit("T070", found.start(), found.end(), composed)


LETTER_RULES: tuple[Rule, ...] = (
    persian_letters,
    arabic_letters,
    _closed_list("T063", HAMZAS),
    _closed_list("T064", YEHS),
    pattern("T065", f"(?<=[{ARABIC}]ة)(?P<bad>[{ARABIC}]{{2,}})", _AR, signs="ة"),
    pattern(
        "T066",
        f"(?<![^\\s«(\u201c])(?P<bad>و )(?=[{ARABIC}])",
        _AR,
        instead="و",
        unless=_is_a_letter_named,
        signs="و",
    ),
    pattern(
        "T067",
        f"(?<=[{ARABIC}{VOWELS}])\u0640+(?=[{ARABIC}])",
        instead="",
        unless=_is_one_mark,
        signs="\u0640",
    ),
    pattern("T067", f"\u0640{{2,}}(?![{ARABIC}])", instead="\u0640", signs="\u0640"),
    pattern("T068", f"[{_HARAKAT}]\u0651?[{_HARAKAT}]\u0651?", ARABIC_SCRIPT, signs=_HARAKAT),
    pattern(
        "T069",
        f"(?:^|(?<=[\\s،؛؟.,:!()«»]))(?P<bad>[{VOWELS}\u05b0-\u05bc]+)",
        RIGHT_TO_LEFT,
        signs=f"{VOWELS}\u05b0-\u05bc",
    ),
    not_composed,
    pattern(
        "T071",
        f"(?<![{LETTERS}])[{ARABIC}](?: [{ARABIC}]){{4,}}(?![{LETTERS}{VOWELS}])"
        f"|(?<![{HEBREW}])[{HEBREW}](?: [{HEBREW}]){{4,}}(?![{HEBREW}])",
        RIGHT_TO_LEFT,
        unless=_is_an_alphabet,
        signs=" ",
    ),
    pattern(
        "T011",
        f"(?<=[{ARABIC}])\u200c(?=[{ARABIC}])",
        _AR,
        "",
        lambda line, match: bool(_OF_PERSIAN.search(_around(line.text, match.start()))),
        signs="\u200c",
    ),
)


def _around(text: str, index: int) -> str:
    """Return the word around a non-joiner, without it."""
    before = re.search(f"[{ARABIC}{VOWELS}]*$", text[max(0, index - 40) : index])
    after = re.match(f"[{ARABIC}{VOWELS}]*", text[index + 1 : index + 40])
    return (before.group() if before else "") + (after.group() if after else "")
