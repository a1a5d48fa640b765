"""Words: said twice, left over from a form or a page, in another language than the report says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from report.checks.source.lines import ADDRESS, OBJECT, UNKNOWN, Line
from report.checks.source.patterns import (
    ARABIC,
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
from report.readers.article.lines import fold
from report.readers.article.phrasebook import every
from report.readers.article.tongues import foreign_language, is_prose

# Words that no sentence says twice in a row; «جدا جدا», «کم کم», «ساتھ ساتھ» are said so.
_NEVER_TWICE = {
    "ar": "في إلى على عن أن إن التي الذي الذين هذا هذه ذلك مع أو ثم خلال",
    "fa": "به از که را با برای این در است",
    "ur": "کے کی کا کو میں نے سے پر اور ہے ہیں",
    "he": "של את על אל כי אשר עם",
    "en": "the of and to in a an is for with",
    "fr": "le la les de des et un une dans pour",
}
_PARTICLES = frozenset(word for words in _NEVER_TWICE.values() for word in words.split())
_REVERSED_LEAST, _REVERSED_SIGNS = 6, 3
_REVERSED = re.compile(f"(?<![{ARABIC}])[ةى]|ل[{VOWELS}\u0640]*ا(?![{ARABIC}])")
_LONGEST_FURNITURE = 120
_WHERE_FURNITURE = frozenset({"paragraph", "item", "heading"})
_FOREIGN_WORDS = 8
_SAMPLED = 4000
"""Code points of a paragraph that tell its language."""


@rule(signs=" ")
def repeated_words(line: Line, usage: Usage) -> Iterator[Hit]:
    """Find a small word that stands twice, in the language of its run."""
    del usage
    for match in re.finditer(r"(?<!\w)(?P<word>\w+) (?P<bad>(?P=word))(?!\w)", line.text):
        if match.group("word").lower() not in _PARTICLES:
            continue
        start, end = match.span("bad")
        if match.group("word").lower() in _NEVER_TWICE.get(line.language_at(start), "").split():
            yield Hit("T090", start, end)


@rule()
def furniture(line: Line, usage: Usage) -> Iterator[Hit]:
    """Find a line that is what web pages set around an article."""
    del usage
    if len(line.typed) > 2 * _LONGEST_FURNITURE or line.role not in _WHERE_FURNITURE:
        return
    said = fold(line.typed)
    if len(said) > _LONGEST_FURNITURE or len(said.split()) < 2 or ":" in said[:20]:
        return
    if said in every("whole") or said.startswith(_beginnings()):
        yield Hit("T091", 0, len(line.text))


@cache
def _beginnings() -> tuple[str, ...]:
    return tuple(every("starts"))


@rule()
def other_language(line: Line, usage: Usage) -> Iterator[Hit]:
    """Find a paragraph wholly in another script than the language that it is in by its mark."""
    del usage
    if line.role != "paragraph" or not line.pieces or OBJECT * 3 in line.text:
        return
    sample = line.text[:_SAMPLED]
    language = line.pieces[0].language
    if language == UNKNOWN or any(piece.language != language for piece in line.pieces):
        return
    found = foreign_language(sample, language)
    if not found or sum(any(map(str.isalpha, word)) for word in sample.split()) < _FOREIGN_WORDS:
        return
    if found not in {"en", "fr"} or is_prose(sample):
        yield Hit("T092", 0, len(line.text), fields={"language": language, "found": found})


@rule(frozenset({"ar", "he"}))
def stored_reversed(line: Line, usage: Usage) -> Iterator[Hit]:
    """Find text whose letters stand in the order of the eye, by how its words begin and end."""
    del usage
    if line.language_at(0) == "he":
        wrong = len(re.findall(f"(?<![{HEBREW}])[ךםןףץ][{HEBREW}]", line.text))
        right = len(re.findall(f"[{HEBREW}][ךםןףץ](?![{HEBREW}])", line.text))
        if wrong >= 2 and wrong > 3 * right:
            yield Hit("T012", 0, len(line.text))
        return
    if line.language_at(0) != "ar":
        return
    if len(_REVERSED.findall(line.text)) < _REVERSED_SIGNS:
        return
    words = re.findall(f"[{ARABIC}]{{3,}}", re.sub(f"[{VOWELS}\u0640]", "", line.text))
    right = sum(word.startswith("ال") + word.endswith("ة") for word in words)
    wrong = sum(word.endswith("لا") + word.startswith(("ة", "ى")) for word in words)
    if len(words) >= _REVERSED_LEAST and wrong >= _REVERSED_SIGNS and wrong > 4 * right:
        yield Hit("T012", 0, len(line.text))


@rule(signs=OBJECT)
def bare_addresses(line: Line, usage: Usage) -> Iterator[Hit]:
    """Find an address in the text that no reader can follow; a link around it is certain."""
    del usage
    for match in ADDRESS.finditer(line.typed):
        if match.group().lower().startswith(("http://", "https://")):
            yield Hit("T095", match.start(), match.end(), f"<{match.group()}>")


def _is_short(line: Line, match: re.Match[str]) -> bool:
    return len(re.findall("[A-Z]{2,}", match.group())) < 5


WORDS: tuple[Rule, ...] = (
    repeated_words,
    furniture,
    other_language,
    stored_reversed,
    pattern(
        "T093",
        r"(?i:\blorem ipsum\b|\bTBD\b|\bTODO\b|\bFIXME\b|\bXXX+\b)|لوريم إيبسوم|لورم ایپسوم|"
        r"\[(?:أدخل|اكتب|أضف|متن|لطفاً|یہاں لکھیں|הכנס|insert|your) [^\[\]]{0,40}\]",
        RIGHT_TO_LEFT | {"en", "fr"},
    ),
    pattern(
        "T094",
        rf"\*\*(?=[\w«(])|(?<=[\w».،)])\*\*|(?<!\w)__(?=[{LETTERS}])",
        RIGHT_TO_LEFT,
        signs="*_",
    ),
    bare_addresses,
    pattern(
        "T096",
        r"(?<![\w])(?:[A-Z][A-Z'’-]*[A-Z][,:]? ){4,}[A-Z][A-Z'’-]*[A-Z]\b",
        RIGHT_TO_LEFT | {"en", "fr"},
        unless=_is_short,
        signs="A-Z",
    ),
)
"""The rules of words."""
