"""Source: the bytes that a person brings, and :func:`decode`, which makes text of them.

The encoding is told by evidence, never by what a file claims: a byte order mark, bytes that
are or are not UTF-8, and then how much like Arabic, Hebrew or Latin the words become. What
cannot be told is refused; nothing is replaced in silence.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from report.diagnostics import Place, ReportError, Warn
from report.readers.encodings import likeliest_encoding, utf16_without_mark
from report.readers.mojibake import repair
from report.rules import Phrase, finding

LARGEST_SOURCE = 8_000_000
"""Bytes. A book of 2,000 pages has about 8 MB of Arabic in UTF-8."""
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LARGEST: Mapping[str, int] = {"text/html": 24_000_000, DOCX: 64_000_000, "text/csv": 64_000_000}
"""Bytes of sources that carry their images, and of data beside them."""
MOST_LINES = 40_000
"""Lines. More is a log or a data set, not an article."""
LONGEST_LINE = 300_000
"""Code points of a line: three times the longest paragraph, for the marks in it."""
LONGEST_WORD = 5_000
"""Code points between two blanks. Longer runs are data (base64), which no line can hold."""
_TOO_LONG = re.compile(rf"(?<!\S)\S{{{LONGEST_WORD + 1},}}")

_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (DOCX, XLSX, ODT, EPUB)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (DOC, XLS)"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"SQLite format 3\x00", "a database"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ENCODED_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
# What XML 1.0 (production 2, Char) does not allow, and so neither XHTML nor EPUB.
_NOT_TEXT = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_OLD = frozenset(
    {"windows-1256", "iso-8859-6", "windows-1255", "iso-8859-8", "windows-1252", "iso-8859-1"}
)
_DAMAGE = 0.001
"""Share of bytes that may be broken in a text that is otherwise UTF-8."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader is given: a name for messages, a media type, the bytes.

    >>> Source("article.txt", "text/plain", "نص".encode()).name
    'article.txt'
    """

    name: str
    media_type: str
    data: bytes = field(repr=False)


def decode(source: Source, warn: Warn) -> str:
    r"""Return the text of a source with ``\n`` line ends and no byte order mark.

    UTF-8, UTF-16 and UTF-32 are read by their marks, UTF-8 and UTF-16 without one too; bytes
    that are not UTF-8 are read as windows-1256, ISO-8859-6, windows-1255 or windows-1252 when
    one of them makes words of them (finding S005). UTF-8 that was once read as windows-1252 or
    windows-1256 is set right (S006). Raises :class:`ReportError` for what is empty (S001),
    binary (S002), too large (S003), in no known encoding (S004) or holds lone surrogates
    (S007).

    >>> decode(Source("a.txt", "text/plain", "السلام عليكم".encode("cp1256")), print).split()[0]
    ... # doctest: +ELLIPSIS
    Diagnostic(code='S005', ...)
    'السلام'
    """
    text = _text(source, _characters(source, warn), warn)
    _refuse_data(text, source)
    return _without_controls(text, source.name, warn)


def decode_data(source: Source, warn: Warn) -> str:
    """Return the text of a file of data as :func:`decode` does, however many lines it has."""
    return _without_controls(_text(source, _characters(source, warn), warn), source.name, warn)


def decode_markup(source: Source, warn: Warn, declared: str | None) -> str:
    """Return the text of a page as :func:`decode` does, whatever data stands in its markup.

    Args:
        source: the page.
        warn: is told of what was guessed and mended.
        declared: the encoding that the page names. Pages are wrong about it, so it counts only
            where the bytes are not UTF-8 and nothing makes words of them.
    """
    text = _text(source, _characters(source, warn, declared), warn)
    return _without_controls(text, source.name, warn)


def _text(source: Source, text: str, warn: Warn) -> str:
    whole = Place(source.name, 0)
    if "\0" in text:
        place = place_of(text, text.index("\0"), source.name)
        raise ReportError(finding("S002", place, kind="a file with NUL bytes"))
    text = repair(text.replace("\r\n", "\n").replace("\r", "\n"), source.name, warn)
    text = text.replace("\f", "\n").replace("\v", "\n").replace("\x85", "\n")
    if not text.strip(" \t\n\u00a0\u200b\u200e\u200f\ufeff"):
        raise ReportError(finding("S001", whole))
    return text


def refuse_large(size: int, media_type: str, name: str) -> None:
    """Raise :class:`ReportError` (S003) for a source of more bytes than its kind may have."""
    limit = LARGEST.get(media_type, LARGEST_SOURCE)
    if size > limit:
        raise ReportError(
            finding("S003", Place(name, 0), size=size, limit=limit, unit=Phrase("bytes"))
        )


def typed(source: Source) -> str | None:
    r"""Return the text of a source that a person types, to find a word of the report in it.

    ``None`` for a source of another kind: what it says stands between tags or in an archive.

    >>> typed(Source("a.txt", "text/plain", "نص\r\n".encode()))
    'نص\n'
    """
    if source.media_type not in {"text/plain", "text/markdown"}:
        return None
    return decode(source, lambda found: None)


def place_of(text: str, index: int, name: str) -> Place:
    r"""Return the place of a code point of a text.

    >>> place_of("ab\ncd", 4, "a.txt")
    Place(file='a.txt', line=2, column=2)
    """
    before = text.rfind("\n", 0, index)
    return Place(name, text.count("\n", 0, index) + 1, index - before)


def _characters(source: Source, warn: Warn, declared: str | None = None) -> str:
    data, whole = source.data, Place(source.name, 0)
    refuse_large(len(data), source.media_type, source.name)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, source.name, warn)
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise ReportError(finding("S002", whole, kind=kind))
    if b"\0" in data:
        wide = utf16_without_mark(data)
        if wide is None:
            place = Place(source.name, data.count(b"\n", 0, data.index(b"\0")) + 1)
            raise ReportError(finding("S002", place, kind="a file with NUL bytes"))
        warn(finding("S005", whole, encoding=wide))
        return _strictly(data, wide, source.name, warn)
    return _strictly(data, "utf-8", source.name, warn, declared)


def _strictly(
    data: bytes, encoding: str, name: str, warn: Warn, declared: str | None = None
) -> str:
    whole = Place(name, 0)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if encoding != "utf-8" or _ENCODED_SURROGATE.match(data, error.start):
            raise ReportError(finding("S007", Place(name, line), encoding=encoding)) from error
    marked = data.decode("utf-8", errors="replace")
    broken = marked.count("\ufffd")
    if broken <= 1 or broken < _DAMAGE * len(data):
        # One character cut at the end, or a few in a text that is UTF-8 beyond doubt.
        if len(data) > 8 * broken and _has_sequences(marked, broken):
            warn(finding("S008", place_of(marked, marked.index("\ufffd"), name), count=broken))
            return marked
    guess = likeliest_encoding(data) or _as_declared(data, declared)
    if guess is None:
        raise ReportError(finding("S004", Place(name, line)))
    warn(finding("S005", whole, encoding=guess))
    return data.decode(guess)


def _as_declared(data: bytes, declared: str | None) -> str | None:
    """Return the encoding that a page names, if it is an old one and fits the bytes."""
    name = (declared or "").lower()
    if name not in _OLD:
        return None
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return None
    return name


def _has_sequences(marked: str, broken: int) -> bool:
    """Tell whether enough of a text was well-formed UTF-8 beyond ASCII to call it UTF-8."""
    good = sum(not character.isascii() for character in marked) - broken
    return good >= 8 * broken


def _refuse_data(text: str, source: Source) -> None:
    name = source.name
    lines = text.count("\n") + 1
    if lines > MOST_LINES:
        raise ReportError(
            finding("S003", Place(name, 0), size=lines, limit=MOST_LINES, unit=Phrase("lines"))
        )
    long = _TOO_LONG.search(text)
    if long:
        place = place_of(text, long.start(), name)
        raise ReportError(finding("S009", place, length=len(long[0]), limit=LONGEST_WORD))
    if source.media_type == "application/json":
        return  # all of it may stand on one line
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            unit, at = Phrase("characters in one line"), Place(name, number, 1)
            raise ReportError(finding("S003", at, size=len(line), limit=LONGEST_LINE, unit=unit))


def _without_controls(text: str, name: str, warn: Warn) -> str:
    first = _NOT_TEXT.search(text)
    if not first:
        return text
    count = len(_NOT_TEXT.findall(text))
    place = place_of(text, first.start(), name)
    if count > 0.01 * len(text):
        raise ReportError(finding("S002", place, kind="a file with control characters"))
    warn(finding("S010", place, count=count, character=first[0]))
    return _NOT_TEXT.sub("", text)
