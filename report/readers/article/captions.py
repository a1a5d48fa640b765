"""Captions: of images that the source does not have, and of tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from report.readers.article.headings import Headings, is_label
from report.readers.article.levels import form_of
from report.readers.article.lines import count_words, fold
from report.readers.article.passages import Entry, Marked, Passage, Words
from report.readers.article.phrasebook import every

_PARTS = re.compile(r"\s*[:：|–—]\s*|\s-\s")
_LONGEST_NAME = 17
"""Words of a heading that a list of contents names."""
_NAMED_TABLE = 6
"""Words: a line this long right above a table names the table, not a section."""


def image_captions(
    passages: Sequence[Passage], headings: Headings, title: str, contents: Mapping[str, int]
) -> dict[int, str]:
    """Return the lines that look like headings but are captions, with what tells so.

    Pages give their images the words of the title or of the heading above as alternative
    text, and an extractor leaves it as a lone line. Such a line repeats those words and has
    no section: it stands right before another heading, or in the run of one section's text.
    """
    found: dict[int, str] = {}
    order = sorted(headings.found)
    for position, index in enumerate(order):
        passage = passages[index]
        if not isinstance(passage, Words) or form_of(passage).name != "plain":
            continue
        above = order[position - 1] if position else None
        reason = _reason(passages, headings, index, above, title)
        # A list of contents that names subsections would name this one.
        deep = len(set(contents.values())) > 1
        if not reason and deep and _is_missing(passages, headings, index, above, contents.keys()):
            reason = "right below a heading, and the article's list of contents does not name it"
        if reason:
            found[index] = reason
    return found


def _reason(
    passages: Sequence[Passage], headings: Headings, index: int, above: int | None, title: str
) -> str:
    key = _key(passages[index])
    if is_label(_text(passages[index])):
        return ""
    if above is not None and key == _key(passages[above]):
        return "it repeats the heading above"
    named = fold(title)
    if key not in named or key == named or count_words(key) < 2:
        return ""
    if not re.search(rf"(?<!\w){re.escape(key)}(?!\w)", named):
        return ""
    below = headings.after(index)
    if below in headings.found and count_words(key) >= 3:
        return "it repeats words of the title and stands right before another heading"
    parts = [part for part in _PARTS.split(named) if part]
    if (
        len(parts) > 1
        and key in parts
        and above is not None
        and _is_short(passages, headings, index)
    ):
        return "it repeats a part of the title in the run of the text"
    return ""


def _is_short(passages: Sequence[Passage], headings: Headings, index: int) -> bool:
    """Tell whether no more than two paragraphs, and no list, lie before the next heading."""
    below, count = headings.after(index), 0
    while below is not None and below not in headings.found:
        if not isinstance(passages[below], Words):
            return False
        count += 1
        below = headings.after(below)
    return count <= 2


def _is_missing(
    passages: Sequence[Passage],
    headings: Headings,
    index: int,
    above: int | None,
    contents: AbstractSet[str],
) -> bool:
    if above is None or headings.before(index) != above:
        return False
    named = sum(_key(passages[i]) in contents for i in headings.found)
    return (
        _key(passages[index]) not in contents
        and _key(passages[above]) in contents
        and named >= 0.5 * len(headings.found)
    )


def credited_images(passages: Sequence[Passage]) -> dict[int, str]:
    """Return the lines that say themselves that they belong to an image («تصوير: …»)."""
    found: dict[int, str] = {}
    for index, passage in enumerate(passages):
        if not isinstance(passage, Words) or len(passage.lines) > 1:
            continue
        if count_words(passage.text) > 20:
            continue
        key = passage.key.lstrip("([")
        for phrase in every("caption") if key.startswith(tuple(every("caption"))) else ():
            rest = key[len(phrase) :].lstrip() if key.startswith(phrase) else ""
            if (rest[:1] in (":", "/") or rest[:2] == "..") and rest[1:].strip(" ."):
                found[index] = "it opens as captions do"
    return found


def table_caption(passages: Sequence[Passage], headings: Headings, table: int) -> int | None:
    """Return the line above a table that is its caption, or ``None``.

    A short lone line above a table may be the heading of a section that is only a table. It
    is a caption when it says «جدول», when it is long, or when a heading stands above it.
    """
    above = headings.before(table)
    if above is None:
        return None
    passage = passages[above]
    if not isinstance(passage, Words) or passage.mark or is_label(passage.text):
        return None
    first = passage.key.split()[0].rstrip(":.0123456789")
    if first in every("table") and count_words(passage.text) <= 30:
        return above
    if above not in headings.found:
        return None
    earlier = headings.before(above)
    chained = earlier is not None and earlier in headings.found
    return above if chained or count_words(passage.text) >= _NAMED_TABLE else None


def table_source(passages: Sequence[Passage], table: int) -> int | None:
    """Return the line below a table that gives its source, or ``None``."""
    if table + 1 >= len(passages):
        return None
    passage = passages[table + 1]
    if not isinstance(passage, Words) or count_words(passage.text) > 25:
        return None
    key = passage.key
    named = any(key.startswith((f"{word}:", f"{word} :")) for word in every("source"))
    return table + 1 if named else None


def own_contents(
    passages: Sequence[Passage], headings: Headings
) -> tuple[int, dict[str, int], int] | None:
    """Return the article's own list of contents, or ``None`` when it has none.

    It is where the list begins, the depth of each entry, and how many headings it names.
    """
    named = {_key(passages[i]) for i in headings.live if _may_be_named(passages[i])}
    index = 0
    while index < len(passages):
        run = index
        while run < len(passages) and isinstance(passages[run], Entry):
            run += 1
        entries = [p for p in passages[index:run] if isinstance(p, Entry)]
        keys = [entry.key.rstrip(" :") for entry in entries]
        hits = sum(key in named for key in keys)
        if len(keys) >= 3 and hits >= 3 and hits >= 0.5 * len(keys):
            indents = sorted({entry.line.indent for entry in entries})
            depths = {
                key: indents.index(entry.line.indent) + 1
                for key, entry in reversed(list(zip(keys, entries, strict=True)))
            }
            return index, depths, hits
        index = max(run, index + 1)
    return None


def _may_be_named(passage: Passage) -> bool:
    return isinstance(passage, Words | Marked) and count_words(_text(passage)) <= _LONGEST_NAME


def _text(passage: Passage) -> str:
    return passage.text if isinstance(passage, Words | Marked) else ""


def _key(passage: Passage) -> str:
    text = _text(passage)
    if isinstance(passage, Words):
        text = re.sub(r"^\d{1,3}[.)\-–]\s*", "", text)
    return fold(text).rstrip(" :")
