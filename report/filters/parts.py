"""Parts: the glossary in order, and a division for what the press gathers, none for nothing."""

from __future__ import annotations

from dataclasses import replace

from report.diagnostics import Warn
from report.locales import locale
from report.locales.collation import sort_key
from report.model.blocks import Block, DefinitionList
from report.model.document import Division, Kind, Report
from report.model.inlines import IndexMark, Inline, Inlines, Term, Text
from report.model.parts import GATHERED, has_bibliography, has_endnotes, has_index
from report.model.walk import children, inline_text, is_text, map_inlines, with_children
from report.rules import Phrase, finding

_BEFORE: dict[Kind, frozenset[str]] = {
    "endnotes": frozenset({"glossary", "bibliography", "index"}),
    "bibliography": frozenset({"index"}),
    "index": frozenset(),
}
"""The parts at the end of a book that a part stands before, in the order of Arabic houses."""


def arrange_parts(report: Report, warn: Warn) -> Report:
    """Sort the glossary, add the parts that are needed and missing, leave out those without use.

    What a term or a mark of the index says is settled here, before lines are parted.
    """
    report = map_inlines(report, lambda content, language: _settled(content))
    needed: dict[Kind, bool] = {
        "endnotes": has_endnotes(report),
        "bibliography": has_bibliography(report),
        "index": has_index(report),
    }

    def kept(divisions: tuple[Division, ...]) -> tuple[Division, ...]:
        made = []
        for division in divisions:
            idle = division.kind in GATHERED and not needed[division.kind]
            if idle and not division.content and not division.divisions:
                title = inline_text(division.title)
                warn(finding("D203", division.at, title=title, kind=Phrase(division.kind)))
                continue
            made.append(_sorted(division, report.metadata.language))
        return tuple(made)

    report = replace(report, front=kept(report.front), body=kept(report.body))
    report = replace(report, back=kept(report.back))
    words = locale(report.metadata.language).words
    for kind, wanted in needed.items():
        if wanted and all(division.kind != kind for _, division in report.divisions()):
            part = Division((Text(words[kind]),), kind=kind)
            report = replace(report, back=_inserted(report.back, part))
    return report


def _inserted(back: tuple[Division, ...], part: Division) -> tuple[Division, ...]:
    later = _BEFORE[part.kind]
    place = next((n for n, other in enumerate(back) if other.kind in later), len(back))
    return (*back[:place], part, *back[place:])


def _sorted(division: Division, language: str) -> Division:
    """Sort the entries of a glossary in its language; lists apart stay apart."""
    if division.kind != "glossary":
        return division
    tongue = division.language or language

    def block(given: Block) -> Block:
        if not isinstance(given, DefinitionList):
            return given
        entries = sorted(given.entries, key=lambda one: sort_key(inline_text(one.term), tongue))
        return replace(given, entries=tuple(entries))

    return replace(division, content=tuple(block(given) for given in division.content))


def _settled(content: Inlines) -> Inlines:
    def one(inline: Inline) -> Inline:
        inside = children(inline)
        inline = with_children(inline, _settled(inside)) if inside else inline
        if isinstance(inline, Term | IndexMark) and inline.entry is None:
            said = " ".join(inline_text(inline.content).split())
            # An exclamation mark in the words themselves parts no entry.
            return replace(inline, entry=said.replace("!", "") if said else None)
        return inline

    return content if is_text(content) else tuple(one(inline) for inline in content)
