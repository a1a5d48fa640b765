"""Inlines: what stands inside a line, written as Markdown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from report.model.inlines import (
    Citation,
    Cite,
    Code,
    CrossRef,
    Day,
    Emphasis,
    Gap,
    IndexMark,
    Inline,
    Inlines,
    Isolate,
    LineBreak,
    Link,
    NoteRef,
    Strong,
    Subscript,
    Superscript,
    Term,
    Text,
)
from report.writers.manuscript.marks import address, attributes, escape, label_of

BREAK = "\\\n"
SEPARATOR = "<!-- -->"
"""An empty comment: keeps apart what would be taken for one, two codes or two lists."""
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_RAISED = re.compile(r"(?!\[)(?:\\.|[^\s^~\\])+")
_SPECIAL = re.compile(r"[!-/:-@\[-`{-~؛]")
_TO_BRACKETS = frozenset("({")
_AUTOLINK = re.compile(r"https?:[^<>\s\\]+")


@dataclass(frozen=True, slots=True)
class Pen:
    """How a run is written: the words for what is missing, the form of a line break.

    ``starred`` is set inside emphasis, where a mark in the middle of a word is ambiguous.
    """

    words: Mapping[str, str]
    hebrew: bool = False
    persian: bool = False
    line_break: str = BREAK
    cell: bool = False
    starred: bool = False

    def in_one_line(self, *, cell: bool = False) -> Pen:
        """Return the pen for headings, attributes and cells, which have one line."""
        return replace(self, line_break="<br>", cell=cell)


def write_inlines(content: Inlines, pen: Pen, before: str = " ", after: str = " ") -> str:
    r"""Return a run as Markdown; ``before`` and ``after`` are the characters around it.

    >>> write_inlines((Text("نشرت "), Strong((Text("WHO"),)), Text(" [1].")), Pen({}))
    'نشرت **WHO** [1].'
    """
    written = ""
    for n, inline in enumerate(content):
        following = _opening(content[n + 1], pen) if n + 1 < len(content) else after
        preceding = written[-1:] or before
        last = n + 1 == len(content)
        if n and isinstance(content[n - 1], NoteRef) and _colon(inline):
            written += "\\"
        if n and isinstance(content[n - 1], Code) and isinstance(inline, Code):
            written += SEPARATOR
        piece = _write(inline, pen, preceding, following, last)
        if n and isinstance(content[n - 1], Citation) and piece[:1] in _TO_BRACKETS:
            # Behind the brackets of a citation these would make a link or a span of it.
            written += "\\"
        written += piece
    return written


def _colon(inline: Inline) -> bool:
    return isinstance(inline, Text) and inline.text.startswith(":")


def _opening(inline: Inline, pen: Pen) -> str:
    """Return a character of the kind that an inline begins with."""
    if isinstance(inline, Text):
        return escape(inline.text[:1], last=True, cell=pen.cell)[:1] or " "
    return "*" if isinstance(inline, Emphasis | Strong) else "["


def _write(inline: Inline, pen: Pen, before: str, after: str, last: bool) -> str:
    match inline:
        case Text(text):
            return escape(_BLANKS.sub(" ", text), last=last, cell=pen.cell)
        case Emphasis(content):
            return _starred(content, "*", "emphasis", pen, before, after)
        case Strong(content):
            return _starred(content, "**", "strong", pen, before, after)
        case Superscript(content):
            return _raised(content, "^", "sup", pen, before)
        case Subscript(content):
            return _raised(content, "~", "sub", pen, before)
        case Isolate(content, direction, language):
            return _span(content, pen, attributes(values={"lang": language, "dir": direction}))
        case Link(content, target):
            return _link(content, target, pen)
        case Code(text):
            return _code(_BLANKS.sub(" ", text) if "\n" in text else text, pen)
        case NoteRef(label):
            return f"[^{label_of(label)}]"
        case CrossRef(label, content, page):
            braces = "{.page}" if page else ""
            return f"[{_inside(content, pen)}](#{label_of(label)}){braces}"
        case Term(content, entry):
            return _span(content, pen, attributes(None, ["term"], {"entry": entry}))
        case IndexMark(content, entry, see, also):
            values = {"entry": entry, "see": see, "also": also}
            return _span(content, pen, attributes(None, ["index"], values))
        case Citation(cites):
            return f"[{'; '.join(map(_cite, cites))}]"
        case Day(iso):
            return f"[{iso}]{{.date}}"
        case LineBreak():
            return pen.line_break
        case Gap(reason):
            return f"[{pen.words.get(reason, reason).strip('[]')}]{{.{reason}}}"
        case _:
            assert_never(inline)


def _inside(content: Inlines, pen: Pen) -> str:
    return write_inlines(content, pen, "[", "]")


def _span(content: Inlines, pen: Pen, braces: str) -> str:
    return f"[{_inside(content, pen)}]{braces}"


def _escaped(words: str) -> str:
    return _SPECIAL.sub(lambda mark: f"\\{mark[0]}", words)


def _cite(cite: Cite) -> str:
    words = f"{_escaped(cite.before)} " if cite.before else ""
    after = f", {_escaped(cite.after)}" if cite.after else ""
    return f"{words}{'-' if cite.bare else ''}@{cite.key}{after}"


def _starred(content: Inlines, mark: str, name: str, pen: Pen, before: str, after: str) -> str:
    """Write emphasis with stars where they can only mean that, else as a span.

    Whether a star opens or closes depends on the characters beside it (CommonMark 0.31, 6.2).
    """
    inner = write_inlines(content, replace(pen, starred=True), "*", "*")
    opens = _can_stand(before, inner[:1], starred=pen.starred)
    closes = _can_stand(after, inner[-1:], starred=pen.starred)
    if opens and closes and "\n" not in inner:
        return f"{mark}{inner}{mark}"
    return f"[{inner}]{{.{name}}}" if inner else ""


def _can_stand(outer: str, inner: str, *, starred: bool) -> bool:
    if "*" in (outer, inner) or _is_blank(inner) or not inner:
        return False
    if _is_punctuation(inner):
        return _is_blank(outer)
    return not starred or _is_blank(outer) or _is_punctuation(outer)


def _is_blank(character: str) -> bool:
    return character.isspace()


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _raised(content: Inlines, mark: str, name: str, pen: Pen, before: str) -> str:
    """Write a raised or lowered run; ``[^`` at its beginning would open a note."""
    inner = _inside(content, pen)
    if _RAISED.fullmatch(inner) and before != "[":
        return f"{mark}{inner}{mark}"
    return f"[{inner}]{{.{name}}}" if inner else ""


def _link(content: Inlines, target: str, pen: Pen) -> str:
    if content == (Text(target),) and _AUTOLINK.fullmatch(target) and "|" not in target:
        return f"<{target}>"
    return f"[{_inside(content, pen)}]({address(target, cell=pen.cell)})"


def _code(text: str, pen: Pen) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text[:1] == "`" or text[-1:] == "`" or _has_edges(text) else ""
    literal = text.replace("|", "\\|") if pen.cell else text
    return f"{fence}{pad}{literal}{pad}{fence}" if text else ""


def _has_edges(text: str) -> bool:
    """Say whether CommonMark would strip a blank on both sides (6.1)."""
    return text.startswith(" ") and text.endswith(" ") and bool(text.strip(" "))
