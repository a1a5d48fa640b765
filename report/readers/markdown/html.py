"""Raw HTML in a manuscript: the words are kept, the tags are not, and it is said."""

from __future__ import annotations

import re
from html import unescape

from report.readers.markdown.fences import WRAPPER

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_BREAK = re.compile(r"<br(?:\s[^<>]*)?/?>", re.I)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)[^<>]*>")
_HREF = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""", re.I)
MEANT = {
    "a": "link",
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "sup": "sup",
    "sub": "sub",
}
"""Tags that say what Markdown says too, by the name that the mark has there."""
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_SILENT = frozenset({"script", "style", "template", "head"})
_INSIDE_LINES = frozenset(
    "a abbr b bdi bdo big cite code data del dfn em font i ins kbd mark q s samp small span "
    "strong sub sup time tt u var wbr".split()
)


def is_break(markup: str) -> bool:
    """Say whether a tag is a line break."""
    return bool(_BREAK.fullmatch(markup.strip()))


def is_separator(markup: str) -> bool:
    """Say whether this is the empty comment that keeps two lists apart."""
    found = _COMMENT.fullmatch(markup.strip())
    return found is not None and not found[1].strip()


def is_harmless(markup: str) -> bool:
    """Say whether taking the markup away changes nothing: a comment, ``<div dir="rtl">``.

    >>> is_harmless('<div dir="rtl">'), is_harmless("<!-- ... -->"), is_harmless("<form>")
    (True, True, False)
    """
    pieces, position, last = [], 0, _last_ends(markup)
    while (opening := markup.find("<!--", position)) >= 0:
        pieces.append(markup[position:opening])
        position = _past_other(markup, opening, last)
    return not WRAPPER.sub("", "".join([*pieces, markup[position:]])).strip()


def tag_of(markup: str) -> tuple[str, bool]:
    """Return the name of a tag and whether it closes; no name for other markup.

    >>> tag_of("</SUP>"), tag_of("<!-- a -->")
    (('sup', True), ('', False))
    """
    found = _TAG.fullmatch(markup)
    return (found[2].lower(), bool(found[1])) if found else ("", False)


def address_of(markup: str) -> str:
    """Return the ``href`` of a tag, empty without one.

    >>> address_of('<a href="https://example.org/?a&amp;b" target="_blank">')
    'https://example.org/?a&b'
    """
    found = _HREF.search(markup)
    return unescape(found[1] or found[2] or found[3] or "") if found else ""


def words(markup: str) -> tuple[str, ...]:
    """Return the text of a piece of HTML, one string for each paragraph of it.

    A tag that does not stand inside a line parts what is before it from what comes after.
    Each character is looked at once, however the tags are broken.

    >>> words("<ul><li>Zoho <b>CRM</b></li><li>Odoo</li></ul><style>p { }</style>")
    ('Zoho CRM', 'Odoo')
    """
    runs: list[list[str]] = [[]]
    position, last = 0, _last_ends(markup)
    while position < len(markup):
        opening = markup.find("<", position)
        runs[-1].append(markup[position : opening if opening >= 0 else len(markup)])
        if opening < 0:
            break
        tag = _TAG.match(markup, opening)
        if tag is None:
            position = _past_other(markup, opening, last)
            runs[-1].append("<" * (position == opening + 1))
            continue
        name, position = tag[2].lower(), tag.end()
        if name in _SILENT and not tag[1]:
            closing = re.compile(f"</{name}", re.I).search(markup, position)
            position = closing.start() if closing else len(markup)
        if name not in _INSIDE_LINES:
            runs.append([])
    texts = (_BLANKS.sub(" ", unescape("".join(run))).strip(" ") for run in runs)
    return tuple(text for text in texts if text)


def _last_ends(markup: str) -> dict[str, int]:
    """Return where each ending stands last: past it nothing need be searched for."""
    return {end: markup.rfind(end) for end in ("-->", ">")}


def _past_other(markup: str, opening: int, last: dict[str, int]) -> int:
    """Return where a comment or declaration ends; of one left open only the mark is past."""
    for start, end in (("<!--", "-->"), ("<!", ">"), ("<?", ">")):
        if markup.startswith(start, opening):
            after = opening + len(start)
            return markup.find(end, after) + len(end) if last[end] >= after else after
    return opening + 1
