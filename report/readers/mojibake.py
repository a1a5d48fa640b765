"""Mojibake: UTF-8 that was once read as windows-1252 or windows-1256, set right again.

The repair is the reading done backwards: each word goes back to the bytes it came from, and
is taken only if those are well-formed UTF-8 in the letters of a script. Text that was never
broken does not pass that test: of a thousand Arabic words none is UTF-8 in windows-1256.
"""

from __future__ import annotations

import re
import unicodedata

from report.diagnostics import Place, Warn
from report.rules import finding

# The first byte of a two- or three-byte sequence as each wrong reading shows it.
_LEADS = {
    "windows-1252": re.compile("[ÂÃ×ØÙÚÛâ][\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]"),
    "windows-1256": re.compile(
        "[طظعغأحأ×أ¢][\u0080-\u00bf€پ‚ƒ„…†‡ˆ‰ٹ‹Œچژڈگ‘’“”•–—ک™ڑ›œ\u200c\u200dں،ھ؛؟]"
    ),
}
_BLANKS = re.compile(r"([ \t]+)")
_GARBLED = re.compile(r"[^ \t]+")
_UNDEFINED_IN_1252 = {0x81, 0x8D, 0x8F, 0x90, 0x9D}


def repair(text: str, name: str, warn: Warn) -> str:
    """Return the text with mojibake repaired, with one finding (S006) for each wrong reading.

    Words whose bytes are not whole any more stay as they are and are told of (S011).

    >>> repair("ØªÙ‚Ø±ÙŠØ± Ø§Ù„Ø£Ù…Ù†", "a.txt", lambda _: None)
    'تقرير الأمن'
    >>> repair("طھظ‚ط±ظٹط± ط§ظ„ط£ظ…ظ†", "a.txt", lambda _: None)
    'تقرير الأمن'
    """
    candidates = [e for e, lead in _LEADS.items() if len(lead.findall(text)) >= 3]
    if len(candidates) > 1:
        candidates.sort(key=lambda encoding: -_undone(text, encoding, name)[1])
    for encoding in candidates:
        mended, count, first = _undone(text, encoding, name)
        if count >= 2 and first:
            text = mended
            warn(finding("S006", first, encoding=encoding, count=count))
            for place, word in _left(text, encoding, name):
                warn(finding("S011", place, text=word, encoding=encoding))
    return text


def _undone(text: str, encoding: str, name: str) -> tuple[str, int, Place | None]:
    """Return the text with the words of one wrong reading mended, how many, the first's place."""
    first: Place | None = None
    count = 0
    lines: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not _LEADS[encoding].search(line):
            lines.append(line)
            continue
        words = _BLANKS.split(line)
        for position, word in enumerate(words):
            right = _word_undone(word, encoding) if _LEADS[encoding].search(word) else None
            if right is not None:
                first = first or Place(name, number, sum(map(len, words[:position])) + 1)
                words[position] = right
                count += 1
        lines.append("".join(words))
    return "\n".join(lines), count, first


def _left(text: str, encoding: str, name: str) -> list[tuple[Place, str]]:
    """Return the words that are still garbled."""
    lead = _LEADS[encoding]
    return [
        (Place(name, number, match.start() + 1), match[0])
        for number, line in enumerate(text.split("\n"), 1)
        if lead.search(line)
        for match in _GARBLED.finditer(line)
        if len(lead.findall(match[0])) >= 3
    ]


def _word_undone(word: str, encoding: str) -> str | None:
    try:
        right = b"".join(_byte(character, encoding) for character in word).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None
    beyond = [c for c in right if not c.isascii()]
    known = sum(_is_known(c) for c in beyond)
    return right if beyond and known == len(beyond) else None


def _byte(character: str, encoding: str) -> bytes:
    code = ord(character)
    if encoding == "windows-1252" and (code in _UNDEFINED_IN_1252 or 0x80 <= code <= 0x9F):
        return bytes([code])
    return character.encode(encoding)


def _is_known(character: str) -> bool:
    if unicodedata.category(character).startswith(("P", "Z", "S", "Cf")):
        return True
    script = unicodedata.name(character, "").split(" ")[0]
    return script in {"ARABIC", "HEBREW", "LATIN", "EXTENDED", "COMBINING"}
