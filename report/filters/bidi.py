"""The Unicode bidirectional algorithm (UAX #9, revision 48): the level of every character.

What goes against the line is what has a higher level than the line, so the isolates filter asks
here instead of guessing by script. The packages that know the algorithm give the text reordered
and keep the levels to themselves.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple

from report.model.inlines import Direction

MAX_DEPTH = 125
"""BD2: no embedding is deeper."""

BRACKET_STACK = 63
"""BD16: bracket pairs nested deeper are not resolved."""

_BRACKETS = (
    "\u2329\u232a"  # canonically equal to the pair U+3008, so any editor may make that of it
    "()[]{}༺༻༼༽᚛᚜⁅⁆⁽⁾₍₎⌈⌉⌊⌋❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟅⟆⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⦃⦄⦅⦆⦇⦈⦉⦊⦋⦌⦍⦐⦏⦎⦑⦒⦓⦔⦕⦖"
    "⦗⦘⧘⧙⧚⧛⧼⧽⸢⸣⸤⸥⸦⸧⸨⸩⹕⹖⹗⹘⹙⹚⹛⹜〈〉《》「」『』【】〔〕〖〗〘〙〚〛﹙﹚﹛﹜﹝﹞（）［］｛｝｟｠｢｣"
)
CLOSING = dict(zip(_BRACKETS[::2], _BRACKETS[1::2], strict=True))
"""Every opening bracket of BidiBrackets.txt with the one that closes it."""

_CANONICAL = {"\u2329": "\u3008", "\u232a": "\u3009"}
_OPENING = {_CANONICAL.get(closing, closing): opening for opening, closing in CLOSING.items()}

_INITIATORS = frozenset({"LRI", "RLI", "FSI"})
_ISOLATE_CONTROLS = _INITIATORS | {"PDI"}
_REMOVED = frozenset({"RLE", "LRE", "RLO", "LRO", "PDF", "BN"})
_NEUTRAL = frozenset({"B", "S", "WS", "ON"}) | _ISOLATE_CONTROLS
_UNASSIGNED_RIGHT = (
    (0x0590, 0x08FF),
    (0xFB1D, 0xFDFF),
    (0xFE70, 0xFEFF),
    (0x10800, 0x10FFF),
    (0x1E800, 0x1EFFF),
)

Strong = Literal["L", "R"]


@cache
def bidi_class(character: str) -> str:
    """Return the Bidi_Class of a character; one not assigned yet has that of its block.

    >>> bidi_class("a"), bidi_class("ا"), bidi_class("5"), bidi_class("٥"), bidi_class("(")
    ('L', 'AL', 'EN', 'AN', 'ON')
    """
    known = unicodedata.bidirectional(character)
    if known:
        return known
    number = ord(character)
    right = any(first <= number <= last for first, last in _UNASSIGNED_RIGHT)
    return "R" if right else "L"


def levels(text: str, base: Direction) -> list[int]:
    """Return the embedding level of each character of one paragraph (UAX #9, X1 to I2).

    Even levels run left to right, odd ones right to left. Characters that rule X9 removes get
    the level of the character before them. Line ends (L1) are not known here.

    >>> levels("قال Hi 5%", "rtl")
    [1, 1, 1, 1, 2, 2, 2, 2, 2]
    """
    paragraph = 1 if base == "rtl" else 0
    classes = [bidi_class(character) for character in text]
    matches = _matching_isolates(classes)
    resolved, types = _explicit(classes, paragraph, matches)
    kept = [index for index, kind in enumerate(classes) if kind not in _REMOVED]
    # The directions around each sequence are those before any is resolved (X10).
    for sequence in tuple(_sequences(kept, resolved, classes, matches, paragraph)):
        inside = [types[index] for index in sequence.indices]
        _resolve_weak(inside, sequence)
        _resolve_brackets(inside, sequence, text, classes)
        _resolve_neutral(inside, sequence)
        for index, kind in zip(sequence.indices, inside, strict=True):
            resolved[index] += _implicit(kind, sequence.level)
    before = paragraph
    for index, kind in enumerate(classes):
        if kind in _REMOVED:
            resolved[index] = before
        before = resolved[index]
    return resolved


def visual_order(found: Sequence[int]) -> list[int]:
    """Return the indices of one line in the order in which they are drawn from the left (L2).

    >>> visual_order([1, 1, 2, 2, 1])
    [4, 2, 3, 1, 0]
    """
    order = list(range(len(found)))
    for level in range(max(found, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and found[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return order


def _matching_isolates(classes: Sequence[str]) -> dict[int, int]:
    """Match isolate initiators and PDIs, both ways (BD9)."""
    matches: dict[int, int] = {}
    waiting: list[int] = []
    for index, kind in enumerate(classes):
        if kind in _INITIATORS:
            waiting.append(index)
        elif kind == "PDI" and waiting:
            opening = waiting.pop()
            matches[opening] = index
            matches[index] = opening
    return matches


class _Status(NamedTuple):
    """An entry of the directional status stack (X1)."""

    level: int
    override: Strong | None
    isolate: bool


def _explicit(
    classes: Sequence[str], paragraph: int, matches: dict[int, int]
) -> tuple[list[int], list[str]]:
    """Apply the rules X1 to X8: levels from controls, and the classes after overrides."""
    found = [paragraph] * len(classes)
    types = list(classes)
    stack = [_Status(paragraph, None, False)]
    overflow_isolates = overflow_embeddings = valid_isolates = 0

    def take(index: int) -> None:
        found[index] = stack[-1].level
        if stack[-1].override:
            types[index] = stack[-1].override

    for index, kind in enumerate(classes):
        if kind in _INITIATORS or kind in {"RLE", "LRE", "RLO", "LRO"}:
            isolate = kind in _INITIATORS
            take(index)
            right = kind[0] == "R" or (kind == "FSI" and _first_strong(classes, index, matches))
            level = (stack[-1].level + 1) | 1 if right else (stack[-1].level + 2) & ~1
            if level <= MAX_DEPTH and not overflow_isolates and not overflow_embeddings:
                override: Strong | None = None
                if kind in {"RLO", "LRO"}:
                    override = "R" if right else "L"
                stack.append(_Status(level, override, isolate))
                valid_isolates += isolate
            elif isolate:
                overflow_isolates += 1
            elif not overflow_isolates:
                overflow_embeddings += 1
        elif kind == "PDI":
            if overflow_isolates:
                overflow_isolates -= 1
            elif valid_isolates:
                overflow_embeddings = 0
                while not stack[-1].isolate:
                    stack.pop()
                stack.pop()
                valid_isolates -= 1
            take(index)
        elif kind == "PDF":
            if not overflow_isolates and overflow_embeddings:
                overflow_embeddings -= 1
            elif not overflow_isolates and not stack[-1].isolate and len(stack) > 1:
                stack.pop()
        elif kind == "B":
            found[index] = paragraph
        elif kind != "BN":
            take(index)
    return found, types


def _first_strong(classes: Sequence[str], initiator: int, matches: dict[int, int]) -> bool:
    """Say whether the text of a first strong isolate runs right to left (X5c, P2 and P3)."""
    index = initiator + 1
    end = matches.get(initiator, len(classes))
    while index < end:
        kind = classes[index]
        if kind in {"L", "R", "AL"}:
            return kind != "L"
        index = matches.get(index, end) if kind in _INITIATORS else index
        index += 1
    return False


class _Sequence(NamedTuple):
    """An isolating run sequence (BD13) with the directions around it (X10)."""

    indices: list[int]
    level: int
    start: Strong
    end: Strong

    @property
    def direction(self) -> Strong:
        return _strong(self.level)


def _strong(level: int) -> Strong:
    return "R" if level % 2 else "L"


def _sequences(
    kept: Sequence[int],
    found: Sequence[int],
    classes: Sequence[str],
    matches: dict[int, int],
    paragraph: int,
) -> Iterator[_Sequence]:
    """Split what X9 keeps into isolating run sequences (X10)."""
    runs: list[list[int]] = []
    for position, index in enumerate(kept):
        if position and found[index] == found[kept[position - 1]]:
            runs[-1].append(index)
        else:
            runs.append([index])
    by_start = {run[0]: run for run in runs}
    place = {index: position for position, index in enumerate(kept)}
    for run in runs:
        if classes[run[0]] == "PDI" and run[0] in matches:
            continue  # it goes on a run that ends in the matching initiator
        indices = list(run)
        while classes[indices[-1]] in _INITIATORS and indices[-1] in matches:
            indices += by_start[matches[indices[-1]]]
        level = found[run[0]]
        first, last = place[indices[0]], place[indices[-1]]
        before = found[kept[first - 1]] if first else paragraph
        open_end = classes[indices[-1]] in _INITIATORS or last + 1 == len(kept)
        after = paragraph if open_end else found[kept[last + 1]]
        yield _Sequence(indices, level, _strong(max(level, before)), _strong(max(level, after)))


def _resolve_weak(types: list[str], sequence: _Sequence) -> None:
    """Apply the rules W1 to W7."""
    before = str(sequence.start)
    strong = str(sequence.start)
    for position, kind in enumerate(types):
        if kind == "NSM":
            types[position] = "ON" if before in _ISOLATE_CONTROLS else before  # W1
        before = types[position]
        if before in {"L", "R", "AL"}:
            strong = before
        elif before == "EN" and strong == "AL":
            types[position] = "AN"  # W2; W1 has looked at the class before it
            before = "EN"
    for position, kind in enumerate(types):
        if kind == "AL":
            types[position] = "R"  # W3
    for position in range(1, len(types) - 1):
        around = types[position - 1]
        if types[position + 1] != around:
            continue
        single = types[position]
        if (single == "ES" and around == "EN") or (single == "CS" and around in {"EN", "AN"}):
            types[position] = around  # W4
    for order in (range(len(types)), range(len(types) - 1, -1, -1)):
        beside = ""
        for position in order:
            if types[position] == "ET" and beside == "EN":
                types[position] = "EN"  # W5
            beside = types[position]
    strong = sequence.start
    for position, kind in enumerate(types):
        if kind in {"ES", "ET", "CS"}:
            types[position] = "ON"  # W6
        elif kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            types[position] = "L"  # W7


def _bracket_pairs(types: Sequence[str], indices: Sequence[int], text: str) -> list[list[int]]:
    """Return the positions of the bracket pairs of a sequence (BD16), by their opening ones."""
    pairs: list[list[int]] = []
    stack: list[tuple[str, int]] = []
    for position, index in enumerate(indices):
        character = _CANONICAL.get(text[index], text[index])
        if types[position] != "ON":
            continue
        if character in CLOSING:
            if len(stack) == BRACKET_STACK:
                break
            stack.append((character, position))
        elif character in _OPENING:
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == _OPENING[character]:
                    pairs.append([stack[depth][1], position])
                    del stack[depth:]
                    break
    return sorted(pairs)


def _as_strong(kind: str) -> Strong | None:
    """Take numbers for R, as the rules N0 and N1 do."""
    if kind == "L":
        return "L"
    return "R" if kind in {"R", "EN", "AN"} else None


def _resolve_brackets(
    types: list[str], sequence: _Sequence, text: str, classes: Sequence[str]
) -> None:
    """Apply the rule N0: a pair of brackets goes with what it holds, or with what is before."""
    for pair in _bracket_pairs(types, sequence.indices, text):
        opening, closing = pair
        held = {_as_strong(kind) for kind in types[opening + 1 : closing]} - {None}
        if not held:
            continue
        direction = sequence.direction
        if direction not in held:
            context = (_as_strong(kind) for kind in reversed(types[:opening]))
            before = next((kind for kind in context if kind), sequence.start)
            direction = before if before in held else direction
        for position in pair:
            types[position] = direction
            for follower in range(position + 1, len(types)):
                kind = classes[sequence.indices[follower]]
                if kind != "NSM":
                    break
                types[follower] = direction


def _resolve_neutral(types: list[str], sequence: _Sequence) -> None:
    """Apply the rules N1 and N2: neutrals go with what stands on both sides, or with the line."""
    solid = [i for i, kind in enumerate(types) if kind not in _NEUTRAL]
    for before, after in pairwise([-1, *solid, len(types)]):
        left = sequence.start if before < 0 else _as_strong(types[before])
        right = sequence.end if after == len(types) else _as_strong(types[after])
        agreed = left if left and left == right else sequence.direction
        for position in range(before + 1, after):
            types[position] = agreed


def _implicit(kind: str, level: int) -> int:
    """Return what the rules I1 and I2 add to the level."""
    if level % 2:
        return 1 if kind in {"L", "EN", "AN"} else 0
    return {"R": 1, "AN": 2, "EN": 2}.get(kind, 0)
