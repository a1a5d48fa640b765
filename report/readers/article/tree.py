"""Tree: a run of headings and blocks becomes divisions, each with its language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from report.diagnostics import Place
from report.model.blocks import Block, Faq
from report.model.document import Division, Kind
from report.model.inlines import Inlines
from report.model.walk import all_blocks, inline_text, own_inlines
from report.readers.article.tongues import foreign_language, is_prose


@dataclass(frozen=True, slots=True)
class Head:
    """A heading in the run of blocks."""

    title: Inlines
    level: int
    kind: Kind
    at: Place | None
    label: str | None = None
    language: str | None = None


@dataclass(slots=True)
class _Open:
    """A division that is being filled."""

    head: Head | None
    content: list[Block] = field(default_factory=list)
    divisions: list[Division] = field(default_factory=list)


def grow(run: Sequence[Head | Block], language: str) -> tuple[Division, ...]:
    """Return the divisions of a run; what stands before the first heading has no title."""
    roots: list[Division] = []
    stack: list[_Open] = [_Open(None)]

    def close() -> None:
        done = stack.pop()
        division = _division(done)
        if division:
            (stack[-1].divisions if stack else roots).append(division)

    for part in run:
        if not isinstance(part, Head):
            stack[-1].content.append(part)
            continue
        while stack and _level(stack[-1]) >= part.level:
            close()
        stack.append(_Open(part))
    while stack:
        close()
    return tuple(_tagged(division, language) for division in roots)


def _level(opened: _Open) -> int:
    return opened.head.level if opened.head else 10**6


def _division(done: _Open) -> Division | None:
    content, divisions = tuple(done.content), tuple(done.divisions)
    if done.head is None:
        return Division((), content, at=content[0].at) if content else None
    kind = done.head.kind
    if kind == "chapter" and any(isinstance(block, Faq) for block in content):
        kind = "faq"
    head = done.head
    return Division(
        head.title,
        content,
        divisions,
        kind,
        at=head.at,
        label=head.label,
        language=head.language,
    )


def parted(divisions: tuple[Division, ...]) -> tuple[tuple[Division, ...], tuple[Division, ...]]:
    """Part the body from the back matter: a list of questions that ends the article.

    Questions in the middle stay where they are: the order of the source is the author's.
    """
    end = len(divisions)
    while end > 1 and divisions[end - 1].kind == "faq":
        end -= 1
    return divisions[:end], divisions[end:]


def _texts(block: Block) -> list[str]:
    return [inline_text(run) for inner in all_blocks((block,)) for run in own_inlines(inner) if run]


def _all_text(division: Division) -> str:
    parts = [inline_text(division.title)]
    parts.extend(text for block in division.content for text in _texts(block))
    parts.extend(_all_text(inner) for inner in division.divisions)
    return "\n".join(parts)


def _tagged(division: Division, language: str) -> Division:
    """Set the language of a division wholly in another script, or of such blocks in it."""
    if division.language:
        return division
    text = _all_text(division)
    foreign = foreign_language(text, language)
    if foreign and is_prose(text):
        return replace(division, language=foreign)
    return replace(
        division,
        content=tuple(_tagged_block(block, language) for block in division.content),
        divisions=tuple(_tagged(inner, language) for inner in division.divisions),
    )


def _tagged_block(block: Block, language: str) -> Block:
    if block.language:
        return block
    text = "\n".join(_texts(block))
    foreign = foreign_language(text, language) if text else None
    return replace(block, language=foreign) if foreign and is_prose(text) else block
