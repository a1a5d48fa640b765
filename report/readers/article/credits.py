"""Credits: the byline and the date above an article, taken where they are certain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from report.locales.calendars import day_of_jalali
from report.readers.article.lines import Line, count_words, ends_sentence, fold
from report.readers.article.phrasebook import LANGUAGES, phrases

_CLOCK = re.compile(
    r"\s*[|\-–—,،]?\s*(?:(?:اخر تحديث|last updated?|updated|بروزرساني)\s*:?\s*)?"
    r"\d{1,2}:\d{2}(:\d{2})?\s*(ص|م|am|pm|صباحا|مساء|gmt)?\s*(?:\(?(?:gmt|utc)[+\-\d:]*\)?)?\s*$"
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_WRITTEN = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+(?:من\s+|de\s+)?([^\d,،]+?)\s*[,،/]?\s+(\d{4})")
_MONTH_FIRST = re.compile(r"([^\d,،]+?)\s+(\d{1,2})(?:st|nd|rd|th)?\s*[,،]\s*(\d{4})")
_JALALI: Final = {
    fold(name): number
    for names in (
        "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند",
        "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت",
    )
    for number, name in enumerate(names.split(), 1)
}
"""The months of the solar Hijri year, as Iran and as Afghanistan call them."""
_PARTED = re.compile(r"\s*[,،|•·–—]\s*|\s+-\s+")
_BARE = {"بقلم", "به قلم", "מאת", "by", "par"}
"""Marks of a byline that need no colon after them."""


@dataclass(frozen=True, slots=True)
class Credit:
    """What a line says: the name of the author, or the date in ISO form."""

    author: str | None = None
    date: str | None = None


def read_credit(line: Line, language: str) -> Credit | None:
    """Read a byline or a date line, or return ``None`` when it is not certain to be one.

    >>> from report.readers.article.lines import split_lines
    >>> read_credit(split_lines("بقلم: سعاد المريني", "f")[0], "ar").author
    'سعاد المريني'
    >>> read_credit(split_lines("نشر في 24 نونبر 2024", "f")[0], "ar").date
    '2024-11-24'
    """
    if count_words(line.text) > 12 or len(line.text) > 120:
        return None
    author = _author(line)
    if author:
        return Credit(author=author)
    date = _date(line.key, language)
    if date:
        return Credit(date=date)
    # «By Leila Amrani, 14 March 2026»: a byline and a date on one line.
    parted = _PARTED.search(line.text)
    if parted is None:
        return None
    author = _author(replace(line, text=line.text[: parted.start()]))
    date = _date(line.cut(parted.end()).key, language)
    return Credit(author, date) if author and date else None


def _author(line: Line) -> str | None:
    key = line.key
    for known in LANGUAGES:
        for mark in phrases(known).by:
            if not key.startswith(mark):
                continue
            rest = key[len(mark) :]
            colon = re.match(r"\s*[:：/]\s*", rest)
            spaced = rest.startswith(" ") and mark in _BARE
            if not (colon or spaced):
                continue
            name = (
                re.split(r"[:：/]", line.text, maxsplit=1)[1]
                if colon
                else line.text[_after(line.text, mark) :]
            )
            name = name.strip(' :："«»“”')
            words = count_words(name)
            latin = name[:1].isascii()
            titled = not latin or all(w[0].isupper() for w in name.split() if len(w) > 3)
            if (
                1 <= words <= 6
                and not ends_sentence(name)
                and titled
                and not any(c.isdigit() for c in name)
            ):
                return name
    return None


def _after(text: str, mark: str) -> int:
    """Return where a folded mark ends in the text that it was folded from."""
    for end in range(1, len(text) + 1):
        if fold(text[:end]) == mark and (end == len(text) or text[end] == " "):
            return end
    return 0


def _date(key: str, language: str) -> str | None:
    text = _CLOCK.sub("", key).strip(" |-–—,،.:")
    for known in LANGUAGES:
        for mark in (*phrases(known).dated, *phrases(known).days):
            if text.startswith(mark) and not text[len(mark) :][:1].isalpha():
                text = text[len(mark) :].strip(" |-–—,،.:")
    numbers = _ISO.fullmatch(text)
    if numbers:
        return _iso(int(numbers[1]), int(numbers[2]), int(numbers[3]))
    numbers = _DAY_FIRST.fullmatch(text)
    if numbers:
        day, month = int(numbers[1]), int(numbers[2])
        # 03/04/2024 is March to some and April to others.
        certain = day > 12 or day == month or language != "en"
        return _iso(int(numbers[3]), month, day) if certain else None
    for pattern, day_at, month_at in ((_WRITTEN, 1, 2), (_MONTH_FIRST, 2, 1)):
        written = pattern.fullmatch(text)
        named = _month(written[month_at].strip()) if written else None
        solar = _JALALI.get(written[month_at].strip(" ماه")) if written else None
        if written and solar:
            found = day_of_jalali(int(written[3]), solar, int(written[day_at]))
            return found.isoformat() if found else None
        if written and named:
            return _iso(int(written[3]), named, int(written[day_at]))
    return None


def _month(name: str) -> int | None:
    names = re.split(r"\s*[/()]\s*", name)
    for known in LANGUAGES:
        for number, spellings in enumerate(phrases(known).months, 1):
            if any(part in spellings for part in names if part):
                return number
    return None


def _iso(year: int, month: int, day: int) -> str | None:
    # Hijri and solar years (1446, 1403) are no years of this calendar.
    if 1900 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31:
        return f"{year:04}-{month:02}-{day:02}"
    return None


def _is_name_above(line: Line, below: Line, language: str) -> bool:
    """Tell whether a line is a name right above the date, as bylines without a mark stand."""
    if below.at.line != line.at.line + 1 or ends_sentence(line.text):
        return False
    named = 2 <= count_words(line.text) <= 4 and not any(c.isdigit() for c in line.text)
    return named and _date(below.key, language) is not None


def first_credits(lines: Sequence[Line], language: str) -> dict[int, Credit]:
    """Return the credits among lines that stand above the text, the first of each sort."""
    found: dict[int, Credit] = {}
    for index, line in enumerate(lines):
        credit = read_credit(line, language)
        below = lines[index + 1] if index + 1 < len(lines) else None
        if not credit and below and _is_name_above(line, below, language):
            credit = Credit(author=line.text)
        if not credit:
            continue
        if credit.author and not any(c.author for c in found.values()):
            found[index] = credit
        elif credit.date and not any(c.date for c in found.values()):
            found[index] = credit
    return found
