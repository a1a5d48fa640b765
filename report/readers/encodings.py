"""Encodings: which of the old one-byte encodings makes words of these bytes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# The ten letters that make up some 60 to 75 % of running text in each script. For Arabic
# they are taken so that Persian and Urdu, in either spelling of yeh, score as well.
_FREQUENT = {
    "arabic": frozenset("اليمنوترهعبید"),
    "hebrew": frozenset("יוהלארתבשמ"),
    "latin": frozenset("etaoinsrldu"),
}
_CANDIDATES = (
    ("windows-1256", "arabic"),
    ("iso-8859-6", "arabic"),
    ("windows-1255", "hebrew"),
    ("windows-1252", "latin"),
)
_RANGES = {"arabic": ("\u0600", "\u06ff"), "hebrew": ("\u0590", "\u05ff")}
_WORD = re.compile(r"[^\W\d_]+[^\W\d_\u0590-\u05c7\u064b-\u0652]*")
_SAMPLE = 200_000
"""Bytes that are looked at: more would change no verdict."""


@dataclass(frozen=True, slots=True)
class _Verdict:
    encoding: str
    score: float


def likeliest_encoding(data: bytes) -> str | None:
    """Return the encoding that makes words of bytes that are not UTF-8, or ``None``.

    A word counts when all its letters are of the script that the encoding is for and it is no
    longer than words are; the letters that are frequent in the script must be frequent. A
    wrong guess mixes scripts within words: Hebrew read as windows-1256 is half French.

    >>> likeliest_encoding("أصدرت الوزارة تقريرها عن السنة الماضية".encode("cp1256"))
    'windows-1256'
    >>> likeliest_encoding("משרד הפנים".encode("cp1255"))
    'windows-1255'
    >>> likeliest_encoding(bytes(range(128, 256))) is None
    True
    """
    sample = data[:_SAMPLE]
    verdicts = sorted(
        (_Verdict(encoding, _score(sample, encoding, script)) for encoding, script in _CANDIDATES),
        key=lambda verdict: -verdict.score,
    )
    best, second = verdicts[0], verdicts[1]
    if best.score < 0.55 or best.score - second.score < 0.05:
        return None
    try:
        data.decode(best.encoding)
    except UnicodeDecodeError:
        return None
    return best.encoding


def _score(sample: bytes, encoding: str, script: str) -> float:
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    letters = sum(map(len, words))
    beyond = sum(not c.isascii() for c in text)
    if not letters:
        return 0.0
    good = [word for word in words if len(word) <= 20 and _of_script(word, script)]
    kept = sum(map(len, good))
    frequent = sum(c in _FREQUENT[script] for word in good for c in word.lower())
    commonness = min(1.0, frequent / max(kept, 1) / 0.45)
    # Bytes that become marks and signs instead of letters speak against the guess.
    lettered = sum(not c.isascii() for word in words for c in word) / max(beyond, 1)
    return kept / letters * commonness * min(1.0, lettered / 0.8)


def _of_script(word: str, script: str) -> bool:
    if script == "latin":
        beyond = sum(not c.isascii() for c in word)
        latin = all("LATIN" in unicodedata.name(c, "") for c in word)
        return latin and beyond <= max(1, len(word) // 2)
    first, last = _RANGES[script]
    return all(first <= c <= last for c in word)


def utf16_without_mark(data: bytes) -> str | None:
    r"""Return ``utf-16-le`` or ``utf-16-be`` when bytes with NULs are text in it, else ``None``.

    >>> utf16_without_mark("سلام\n".encode("utf-16-le"))
    'utf-16-le'
    >>> utf16_without_mark(bytes(100)) is None
    True
    """
    if len(data) % 2:
        return None
    sample = data[: _SAMPLE - _SAMPLE % 2]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, errors="replace")
        plain = sum(c in "\t\n\r \u200c" or _writes(c) for c in text)
        if text and plain / len(text) > 0.95:
            return encoding
    return None


def _writes(character: str) -> bool:
    if character.isascii():
        return character.isprintable()
    script = unicodedata.name(character, "").split(" ")[0]
    return script in {"ARABIC", "HEBREW", "LATIN"} or character in "–—‘’“”«»…•٪"
