"""Endnotes: the notes of chapters together at the end, under the chapters that call them."""

from __future__ import annotations

from markupsafe import escape

from report.compose.numbering import Numbers, division_notes
from report.compose.setting import Setting
from report.compose.xhtml import set_blocks
from report.model.document import Division, Report
from report.model.parts import place_of_notes
from report.model.walk import inline_text


def collected(report: Report, numbers: Numbers) -> list[tuple[Division, list[str]]]:
    """Return the chapters whose notes stand at the end, each with the notes that it calls first."""
    seen: set[str] = set()
    chapters: list[tuple[Division, list[str]]] = []
    for division in report.front + report.body + report.back:
        own = [label for label in division_notes(division, numbers) if label not in seen]
        seen.update(own)
        if own and place_of_notes(division, report) == "end":
            chapters.append((division, own))
    return chapters


def set_endnotes(report: Report, numbers: Numbers, setting: Setting) -> str:
    """Set the notes as lists, each item led back to its call; chapters head them if several."""
    chapters = collected(report, numbers)
    lists = []
    for division, labels in chapters:
        if len(chapters) > 1 and (title := inline_text(division.title)):
            lists.append(f'<p class="notes-of">{escape(title)}</p>')
        items = "\n".join(_item(report, label, numbers, setting) for label in labels)
        lists.append(f'<ol class="endnotes-list">\n{items}\n</ol>')
    return "\n".join(lists)


def _item(report: Report, label: str, numbers: Numbers, setting: Setting) -> str:
    note = report.note(label)
    assert note is not None, "numbers hold only notes that exist"
    name, sign = escape(label), setting.locale.number(numbers.notes[label])
    back = setting.word("footnote_back")
    return (
        f'<li class="endnote" id="note-{name}">'
        f'<a class="backlink" role="doc-backlink" href="#ref-{name}" aria-label="{back}">{sign}</a>'
        f" {set_blocks(note.content, setting)}</li>"
    )


def at_end(report: Report, numbers: Numbers) -> frozenset[str]:
    """Return the labels of the notes that do not stand at the foot of their pages."""
    return frozenset(label for _, own in collected(report, numbers) for label in own)
