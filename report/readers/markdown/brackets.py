"""Brackets: links, images, spans, note references and cross-references inside a line.

The link rule of markdown-it allows neither a span nor a note reference inside a link, which
is where right-to-left text needs them («[تقرير [WHO]{lang=en dir=ltr}](https://…)»). Here one
rule serves all that opens with a bracket; brackets are paired once, in one pass over the run,
so that no sequence of them takes more than linear time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from functools import cached_property

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from report.readers.markdown.attributes import NONE, Attributes, parse
from report.readers.markdown.citations import parse_citation

_NOTE = re.compile(r"\^([^\s\[\]^]+)")
_RAISED = {
    "^": ("sup", re.compile(r"\^((?:\\.|[^\s^\\])+)\^")),
    "~": ("sub", re.compile(r"~((?:\\.|[^\s~\\])+)~")),
}
_MENTION = re.compile(r"@(\w(?:[\w:.-]*\w)?)")
_CONVENTIONAL = re.compile(r"(?:tbl|tab|fig|sec|faq)-")
_STRUCTURE = re.compile(r"\\.|`+|<[A-Za-z][A-Za-z0-9+.\-]{1,31}:[^<>\x00-\x20]*>|[\[\]]", re.DOTALL)
MARKS = r"\\`~*_\[\]!^@<&"
"""What the rules react to inside a line, for use inside brackets."""
_TERMINATORS = re.compile(rf"[\n{MARKS}]")
"""Where text may end: what the rules react to, and what ends a run inside a run."""
_BLANKS = " \t\n"


class PlacedState(StateInline):
    """The state of the inline parser, with the brackets of its run already paired."""

    @cached_property
    def brackets(self) -> dict[int, int]:
        """Where the bracket closes that opens at a position; code and addresses are opaque."""
        runs = defaultdict(list)
        for run in re.finditer("`+", self.src):
            runs[len(run[0])].append(run.start())
        pairs: dict[int, int] = {}
        opened: list[int] = []
        position = 0
        while found := _STRUCTURE.search(self.src, position):
            position = found.end()
            match self.src[found.start()]:
                case "[":
                    opened.append(found.start())
                case "]" if opened:
                    pairs[opened.pop()] = found.start()
                case "`":
                    same = runs[len(found[0])]
                    closing = bisect_left(same, position)
                    if closing < len(same):
                        position = same[closing] + len(found[0])
        return pairs


class PlacedInline(ParserInline):
    """The inline parser of markdown-it, whose tokens know where in the run they begin.

    ``token.meta["at"]`` is an index into the run.
    """

    def __init__(self) -> None:
        super().__init__()
        self.terminator_re = _TERMINATORS

    def tokenize(self, state: StateInline) -> None:
        """Generate the tokens of ``state.src[state.pos:state.posMax]``."""
        rules = self.ruler.getRules("")
        end, deepest = state.posMax, state.md.options["maxNesting"]
        pending = state.pos
        while state.pos < end:
            start, made = state.pos, len(state.tokens)
            if state.level < deepest and any(rule(state, False) for rule in rules):
                if len(state.tokens) > made:
                    _place(state.tokens[made:], pending, start)
                    pending = state.pos
            else:
                state.append_pending(state.src[start])
                state.pos = start + 1
        if state.pending:
            state.pushPending().meta["at"] = pending

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Return the tokens of a run."""
        state = PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _place(tokens: list[Token], pending: int, start: int) -> None:
    """Note where the tokens of one rule begin: text that was waiting first, then its own.

    A run of emphasis marks is one token a mark, one position further each.
    """
    if pending < start and "at" not in tokens[0].meta:
        tokens[0].meta["at"] = pending
        tokens = tokens[1:]
    for further, token in enumerate(tokens):
        token.meta.setdefault("at", start + further if token.type == "text" else start)


def bracket(state: StateInline, silent: bool) -> bool:
    """Read what begins with ``[`` or ``![``; brackets that are only text are left to the text."""
    start = state.pos
    image = state.src.startswith("![", start)
    opening = start + 1 if image else start
    if state.src[opening] != "[" or silent:
        return False
    assert isinstance(state, PlacedState)
    closing = state.brackets.get(opening, state.posMax)
    if closing >= state.posMax:
        return False
    if not image and (note := _NOTE.fullmatch(state.src, opening + 1, closing)):
        state.push("note_reference", "", 0).meta["label"] = note[1]
        state.pos = closing + 1
        return True
    if target := _target(state, closing + 1) or _reference(state, opening, closing):
        end, href, title = target
        attributes, end = _attributes(state, end) or (NONE, end)
        meta: dict[str, object] = {"href": href, "title": title, "attributes": attributes}
        _nest(state, "image" if image else "link", (opening + 1, closing), end, meta)
        return True
    if not image and (found := _attributes(state, closing + 1)):
        _nest(state, "span", (opening + 1, closing), found[1], {"attributes": found[0]})
        return True
    written = state.src[opening + 1 : closing]
    if not image and "@" in written and not _CONVENTIONAL.match(written, written.index("@") + 1):
        if cites := parse_citation(written, state.env["labels"]):
            state.push("citation", "", 0).meta["cites"] = cites
            state.pos = closing + 1
            return True
    return False


def _attributes(state: StateInline, start: int) -> tuple[Attributes, int] | None:
    found = parse(state.src, start)
    return found if found and found[1] <= state.posMax else None


def _target(state: StateInline, start: int) -> tuple[int, str, str] | None:
    """Read ``(address "title")``; return where it ends, the address and the title."""
    if not state.src.startswith("(", start):
        return None
    limit = state.posMax
    position = _skip_blanks(state.src, start + 1, limit)
    address = parseLinkDestination(state.src, position, limit)
    href, title = (address.str, "") if address.ok else ("", "")
    after = address.pos if address.ok else position
    position = _skip_blanks(state.src, after, limit)
    if position > after:
        quoted = parseLinkTitle(state.src, position, limit)
        if quoted.ok:
            title = quoted.str
            position = _skip_blanks(state.src, quoted.pos, limit)
    if position < limit and state.src[position] == ")":
        return position + 1, href, title
    return None


def _reference(state: PlacedState, opening: int, closing: int) -> tuple[int, str, str] | None:
    """Look up ``[text][label]``, ``[label][]`` or ``[label]`` among the link definitions."""
    known = state.env.get("references", {})
    if not known:
        return None
    label, end = state.src[opening + 1 : closing], closing + 1
    second = state.brackets.get(end)
    if second is not None and second < state.posMax:
        label, end = state.src[end + 1 : second] or label, second + 1
    found = known.get(normalizeReference(label))
    return (end, found["href"], found["title"]) if found else None


def _skip_blanks(text: str, position: int, limit: int) -> int:
    while position < limit and text[position] in _BLANKS:
        position += 1
    return position


def _nest(
    state: StateInline, kind: str, inner: tuple[int, int], end: int, meta: dict[str, object]
) -> None:
    """Push an opening token, the tokens of what is inside, and a closing token."""
    limit = state.posMax
    state.push(f"{kind}_open", "", 1).meta.update(meta, at=state.pos)
    state.pos, state.posMax = inner
    state.md.inline.tokenize(state)
    state.pos, state.posMax = end, limit
    state.push(f"{kind}_close", "", -1)


def raised(state: StateInline, silent: bool) -> bool:
    """Read ``^superscript^``, ``~subscript~`` and the note inside a line, ``^[text]``."""
    start = state.pos
    mark = state.src[start]
    if mark not in _RAISED or silent:
        return False
    if mark == "^" and state.src.startswith("[", start + 1):
        assert isinstance(state, PlacedState)
        closing = state.brackets.get(start + 1, state.posMax)
        if closing < state.posMax:
            _nest(state, "note", (start + 2, closing), closing + 1, {})
            return True
    kind, pattern = _RAISED[mark]
    found = pattern.match(state.src, start, state.posMax)
    if found is None:
        return False
    _nest(state, kind, found.span(1), found.end(), {})
    return True


def mention(state: StateInline, silent: bool) -> bool:
    """Read ``@label`` as a cross-reference where the manuscript has the label.

    A name on a social network or an address of electronic mail is text; «و@tbl-1» is not.
    """
    start = state.pos
    before = state.src[max(0, start - 1) : start]
    if state.src[start] != "@" or silent or (before.isascii() and before.isalnum()):
        return False
    found = _MENTION.match(state.src, start, state.posMax)
    if found is None or not (found[1] in state.env["labels"] or _CONVENTIONAL.match(found[1])):
        return False
    state.push("mention", "", 0).meta["label"] = found[1]
    state.pos = found.end()
    return True


def attributes_of(token: Token) -> Attributes:
    """Return the attributes that a token of these rules carries."""
    found = token.meta.get("attributes", NONE)
    assert isinstance(found, Attributes)
    return found
