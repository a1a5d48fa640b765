"""Grammar: the rules of markdown-it that the manuscript uses, with the house's own among them."""

from __future__ import annotations

from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock, RuleFuncBlockType
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote.index import footnote_def

from report.readers.markdown.brackets import PlacedInline, bracket, mention, raised
from report.readers.markdown.fences import fence_line, wrapper_line
from report.readers.markdown.lists import list_block
from report.readers.markdown.pipes import pipe_table

DEEPEST = 40
"""Levels of nesting; a list is two. Real manuscripts have six."""

OPENS = {
    "blockquote": ">",
    "fence": "`~",
    "heading": "#",
    "hr": "*-_",
    "html_block": "<",
    "note": "[",
    "reference": "[",
}
"""What a block begins with that a rule makes; the others look at each line."""

_EVERYWHERE: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
_NOT_IN_LISTS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}
_NOT_IN_QUOTES: RuleOptionsType = {"alt": ["paragraph", "reference"]}


class PlacedBlock(ParserBlock):
    """The block parser of markdown-it, whose tokens know where in the manuscript they begin.

    ``token.meta["at"]`` is an offset. What is nested deeper than :data:`DEEPEST` becomes one
    paragraph with ``meta["deep"]``: its marks are lost, its words are not.
    """

    def __init__(self) -> None:
        super().__init__()
        self._asked: dict[str, tuple[RuleFuncBlockType, ...]] = {}

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:
        """Generate the tokens of a range of lines, as far as their indent reaches."""
        line = state.line = state.skipEmptyLines(startLine)
        while line < endLine and state.sCount[line] >= state.blkIndent:
            made, at = len(state.tokens), state.bMarks[line] + state.tShift[line]
            if state.level >= DEEPEST:
                _take_plain(state, line, endLine)
            else:
                for rule in self._rules_for(state.src[at : at + 1]):
                    if rule(state, line, endLine, False):
                        break
            if len(state.tokens) > made:
                state.tokens[made].meta.setdefault("at", at)
            line = state.line = state.skipEmptyLines(state.line)

    def _rules_for(self, first: str) -> tuple[RuleFuncBlockType, ...]:
        """Return the rules for a block whose first line begins with a character."""
        if first not in self._asked:
            named = zip(self.ruler.get_active_rules(), self.ruler.getRules(""), strict=True)
            self._asked[first] = tuple(
                rule for name, rule in named if first in OPENS.get(name, first)
            )
        return self._asked[first]


def _take_plain(state: StateBlock, line: int, end_line: int) -> None:
    last = line + 1
    while last < end_line and not state.isEmpty(last) and state.sCount[last] >= state.blkIndent:
        last += 1
    content = state.getLines(line, last, state.blkIndent, False)
    state.push("paragraph_open", "p", 1).meta["deep"] = True
    inline = state.push("inline", "", 0)
    inline.content = "\n".join(piece.lstrip("> \t") for piece in content.split("\n")).strip()
    inline.map = [line, last]
    state.push("paragraph_close", "p", -1)
    state.line = last


class Grammar(MarkdownIt):
    """markdown-it with addresses taken as they are typed: the reader judges them itself."""

    def validateLink(self, url: str) -> bool:
        """Take every address."""
        del url
        return True

    def normalizeLink(self, url: str) -> str:
        """Leave an address as it is typed."""
        return url

    def normalizeLinkText(self, link: str) -> str:
        """Leave the text of an address as it is typed."""
        return link


@cache
def grammar() -> Grammar:
    """Return the parser; it holds no state between manuscripts."""
    options: dict[str, Any] = {"html": True, "maxNesting": 2 * DEEPEST}
    parser = Grammar("zero", options)
    parser.block, parser.inline = PlacedBlock(), PlacedInline()
    block, inline = parser.block.ruler, parser.inline.ruler
    block.disable("table")
    block.at("list", list_block, _NOT_IN_LISTS)
    block.after("list", "pipe_table", pipe_table, _NOT_IN_QUOTES)
    block.before("html_block", "wrapper", wrapper_line, _EVERYWHERE)
    block.before("fence", "div", fence_line, _EVERYWHERE)
    block.before("reference", "note", footnote_def, _NOT_IN_QUOTES)
    deflist_plugin(parser)
    inline.at("link", bracket)
    inline.at("image", raised)
    inline.after("image", "mention", mention)
    inline.disable("linkify")
    parser.inline.ruler2.disable("fragments_join")
    return parser
