"""Labels: a name for every part that can be led to, the same from edition to edition.

A label is the author's, or comes from the words of the part, never from a count: what is put in
before a part must not move the links to it. It is an XML name in ASCII, because it becomes an id,
a file name in the EPUB and the end of a URL; Arabic words have no one spelling in ASCII, so they
give a digest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from report.diagnostics import Warn
from report.model.blocks import Block, BlockNode, Blocks, Chart, Faq, Figure, Table
from report.model.document import Division, Report
from report.model.inlines import CrossRef, Inline, Inlines
from report.model.unchanged import edited
from report.model.walk import (
    all_blocks,
    children,
    inline_text,
    is_text,
    map_blocks,
    map_inlines,
    own_inlines,
    report_blocks,
    with_children,
)
from report.rules import finding

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")
_RESERVED = re.compile(
    r"(?:note|ref|mark|term|entry)-.*|cover|half-title|imprint|contents|colophon|nav|text"
)
"""The ids of notes and of references to them, and the names of the press's own sheets."""

_LONGEST_SLUG = 40
_DIGEST_LENGTH = 8


def label(report: Report, warn: Warn) -> Report:
    """Give every division, table, figure and question a label, and make all labels valid.

    Where an author's label is no name in ASCII, the references to it follow. Of parts that
    share a label a division keeps it before a block, and the first before the others.
    """
    names = _Names(report)

    def division(part: Division, above: str) -> Division:
        said = inline_text(part.title) or _said(part.content)
        own = names.give(part, "section", said, above, warn)
        inner = tuple(division(d, f"{above}\n{said}") for d in part.divisions)
        return replace(part, label=own, divisions=inner)

    def matter(parts: tuple[Division, ...]) -> tuple[Division, ...]:
        return tuple(division(part, "") for part in parts)

    def block(block: Block) -> Block:
        match block:
            case Table(caption=caption):
                said = _said((block,))
                own = names.give(block, "table", inline_text(caption) or said, said, warn)
                return replace(block, label=own)
            case Figure(asset, alternative, caption=caption):
                said = inline_text(caption) or alternative or asset
                return replace(block, label=names.give(block, "figure", said, asset, warn))
            case Chart(caption=caption):
                said = _said((block,))
                own = names.give(block, "figure", inline_text(caption) or said, said, warn)
                return replace(block, label=own)
            case Faq(items):
                named = tuple(
                    replace(
                        pair,
                        label=names.give(
                            pair,
                            "question",
                            inline_text(pair.question),
                            _said(pair.answer),
                            warn,
                        ),
                    )
                    for pair in items
                )
                return replace(block, items=named, label=names.keep(block, warn))
            case _ if block.label is None:
                return block
            case _:
                return replace(block, label=names.keep(block, warn))

    def line(content: Inlines, language: str | None) -> Inlines:
        return _redirected(content, names.valid)

    named = replace(
        report, front=matter(report.front), body=matter(report.body), back=matter(report.back)
    )
    return map_inlines(map_blocks(named, block), line)


def _said(blocks: Blocks) -> str:
    """Return the words of blocks, a line for each run of inlines."""
    runs = (run for block in all_blocks(blocks) for run in own_inlines(block))
    return "\n".join(text for run in runs if (text := inline_text(run)))


def _authored(report: Report) -> Iterator[str]:
    for _, part in report.divisions():
        yield part.label or ""
    for block in report_blocks(report):
        yield block.label or ""
        if isinstance(block, Faq):
            yield from (pair.label or "" for pair in block.items)


class _Names:
    """The labels of a report: all of the author's are known before the first is derived."""

    def __init__(self, report: Report) -> None:
        self.valid: dict[str, str] = {}
        self.taken: set[str] = set()
        self.given: set[str] = set()
        self.alike: dict[str, int] = {}
        written = sorted({label for label in _authored(report) if label})
        for label in sorted(written, key=_is_name, reverse=True):
            name = label if _is_name(label) else self._free("part", label, label)
            self.valid[label] = name
            self.taken.add(name)

    def keep(self, node: BlockNode, warn: Warn) -> str | None:
        """Return the valid form of the author's label, or ``None`` without one of its own."""
        written = node.label
        if not written:
            return None
        if written in self.given:
            warn(finding("T021", node.at, label=written))
            return None
        self.given.add(written)
        if (name := self.valid[written]) != written:
            warn(finding("T020", node.at, label=written, name=name))
        return name

    def give(self, node: BlockNode, kind: str, said: str, beside: str, warn: Warn) -> str:
        """Return the author's label, or one from what is said in the part and beside it."""
        own = self.keep(node, warn)
        if own is None:
            own = self._free(kind, said, beside)
            self.taken.add(own)
        return own

    def _free(self, kind: str, said: str, beside: str) -> str:
        """Return the first form of a label that no part has."""
        slug = _slug(said)
        for name in (
            f"{kind}-{slug}" if slug else f"{kind}-{_digest(said)}",
            f"{kind}-{_digest(f'{said} {beside}')}",
        ):
            if name not in self.taken:
                return name
        # Parts alike in every word: only their order tells them apart.
        number = self.alike.get(name, 2)
        while f"{name}-{number}" in self.taken:
            number += 1
        self.alike[name] = number
        return f"{name}-{number}"


def _is_name(label: str) -> bool:
    return bool(_NAME.fullmatch(label)) and not _RESERVED.fullmatch(label)


def _words(said: str) -> list[str]:
    """Return the words as they are compared: letters and digits, without marks and tatweel."""
    plain = unicodedata.normalize("NFKD", said).casefold().replace("ـ", "")
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", bare)


def _slug(said: str) -> str:
    """Return words that are all ASCII as a slug, cut after a word; nothing for other words."""
    slug = ""
    for word in _words(said):
        if not word.isascii():
            return ""
        if len(slug) + len(word) < _LONGEST_SLUG:
            slug = f"{slug}-{word}" if slug else word
    return slug


def _digest(said: str) -> str:
    return sha256(" ".join(_words(said)).encode()).hexdigest()[:_DIGEST_LENGTH]


def _redirected(content: Inlines, valid: dict[str, str]) -> Inlines:
    def one(inline: Inline) -> Inline:
        inside = children(inline)
        inline = with_children(inline, _redirected(inside, valid)) if inside else inline
        if isinstance(inline, CrossRef):
            return edited(inline, label=valid.get(inline.label, inline.label))
        return inline

    return content if is_text(content) else tuple(one(inline) for inline in content)
