"""Manuscript: a report as Markdown, for a person to review, in the dialect that is read back.

Whatever a reader makes of a source can be written, so that nothing of it is lost on the way
to the person; what the reader of manuscripts would read differently is escaped or fenced.
"""

from __future__ import annotations

import yaml

from report.locales import locale, primary
from report.model.blocks import Paragraph
from report.model.document import Contributor, Division, Kind, Metadata, Note, Options, Report
from report.model.inlines import Gap
from report.writers.manuscript.blocks import write_blocks
from report.writers.manuscript.inlines import Pen, write_inlines
from report.writers.manuscript.marks import attributes, label_of, protect_heading

_DEEPEST_HEADING = 6
_ROLES = {
    "aut": "author",
    "edt": "editor",
    "trl": "translator",
    "ill": "illustrator",
    "ctb": "contributor",
    "pbl": "publisher",
}
_USUAL: dict[Kind, str] = {
    "summary": "frontmatter",
    "foreword": "frontmatter",
    "appendix": "backmatter",
    "faq": "backmatter",
    "endnotes": "backmatter",
    "glossary": "backmatter",
    "bibliography": "backmatter",
    "index": "backmatter",
}


def write_manuscript(report: Report) -> str:
    """Return the manuscript of a report; its assets are not in it, only their names.

    >>> from report.model.blocks import Paragraph
    >>> from report.model.inlines import Text
    >>> chapter = Division((Text("مدخل"),), (Paragraph((Text("نص"),)),), label="intro")
    >>> print(write_manuscript(Report(Metadata(title="موجز"), body=(chapter,))), end="")
    ---
    title: موجز
    lang: ar
    ---
    <BLANKLINE>
    # مدخل {#intro}
    <BLANKLINE>
    نص
    """
    language = report.metadata.language
    pen = Pen(
        locale(language).words,
        hebrew=primary(language) in {"he", "yi"},
        persian=primary(language) in {"fa", "ur"},
    )
    parts = ["\n".join(_front_matter(report.metadata, report.options))]
    untitled = report.body[:1] if not report.front else ()
    for matter, divisions in (
        ("frontmatter", report.front),
        ("bodymatter", report.body),
        ("backmatter", report.back),
    ):
        for division in divisions:
            if untitled and division is untitled[0] and _is_bare(division):
                parts.append("\n".join(write_blocks(division.content, pen)))
            else:
                parts += _division(division, 1, matter, pen)
    parts += ["\n".join(_note(note, pen)) for note in report.notes]
    return "\n\n".join(part for part in parts if part) + "\n"


def _is_bare(division: Division) -> bool:
    """Say whether a division is only the text before the first heading."""
    marked = division.title or division.label or division.language or division.kind != "chapter"
    return not marked and bool(division.content) and not division.divisions


def _division(division: Division, depth: int, matter: str, pen: Pen) -> list[str]:
    classes: list[str] = [division.kind] if division.kind != "chapter" else []
    if depth == 1 and matter != _USUAL.get(division.kind, "bodymatter"):
        classes.append(matter)
    level = str(depth) if depth > _DEEPEST_HEADING else None
    values = {"lang": division.language, "level": level, "notes": division.notes}
    braces = attributes(division.label, classes, values)
    title = protect_heading(write_inlines(division.title, pen.in_one_line()))
    signs = "#" * min(depth, _DEEPEST_HEADING)
    parts = [" ".join(word for word in (signs, title, braces) if word)]
    if lines := write_blocks(division.content, pen):
        parts.append("\n".join(lines))
    for inner in division.divisions:
        parts += _division(inner, depth + 1, matter, pen)
    return parts


def _note(note: Note, pen: Pen) -> list[str]:
    """Return a note; one that does not begin with text begins on the line after its label."""
    lines = write_blocks(note.content, pen) or [write_inlines((Gap("missing"),), pen)]
    label = f"[^{label_of(note.label)}]:"
    opening = note.content[0] if note.content else None
    if opening and (not isinstance(opening, Paragraph) or opening.label or opening.language):
        return [label, *(f"    {line}" if line else "" for line in lines)]
    first, *others = lines
    return [f"{label} {first}", *(f"    {line}" if line else "" for line in others)]


def _front_matter(metadata: Metadata, options: Options) -> list[str]:
    lines = ["---"]
    for key, value in (
        ("title", metadata.title),
        ("title-sort", metadata.title_sort),
        ("subtitle", metadata.subtitle),
        ("lang", metadata.language),
        ("date", metadata.date),
        ("publisher", metadata.publisher),
        ("place", metadata.place),
        ("series", metadata.series),
        ("series-number", metadata.series_number),
        ("identifier", metadata.identifier),
        ("isbn", metadata.isbn),
        ("isbn-epub", metadata.isbn_epub),
        ("doi", metadata.doi),
        ("online", metadata.online),
        ("description", metadata.description),
        ("rights", metadata.rights),
        ("licence", metadata.licence),
        ("certified-by", metadata.certified_by),
        ("contact", metadata.contact),
        ("status", metadata.status),
        ("classification", metadata.classification),
    ):
        if value is not None:
            lines.append(f"{key}: {_scalar(value)}")
    if metadata.titles:
        lines.append("titles:")
        lines += [f"  {_scalar(each.language)}: {_scalar(each.title)}" for each in metadata.titles]
    if metadata.contributors:
        lines.append("author:")
        for person in metadata.contributors:
            lines += _person(person)
    if metadata.subjects:
        lines.append("subjects:")
        lines += [f"  - {_scalar(subject)}" for subject in metadata.subjects]
    return [*lines, *_options(options), "---"]


def _options(options: Options) -> list[str]:
    usual = Options()
    lines = [
        f"{key}: {_scalar(value)}"
        for key, value, unsaid in (
            ("notes", options.notes, usual.notes),
            ("summary", options.summary, usual.summary),
            ("half-title", "true" if options.half_title else "", ""),
            ("emblem", options.emblem, None),
            ("theme", options.theme, None),
            ("profile", options.profile, usual.profile),
            ("chapters", options.chapters, usual.chapters),
            ("csl", options.citation_style, None),
            ("digits", options.digits, usual.digits),
            ("justify", options.justify, usual.justify),
        )
        if value is not None and value != unsaid
    ]
    for key, names in (
        ("bibliography", options.bibliography),
        ("nocite", options.nocite),
        ("calendar", options.calendars),
        ("kashida-never", options.unstretched),
    ):
        if names:
            lines += [f"{key}:", *(f"  - {_scalar(name)}" for name in names)]
    return lines


def _person(person: Contributor) -> list[str]:
    if person.role == "aut" and person.sort is None and person.latin is None:
        return [f"  - {_scalar(person.name)}"]
    lines = [f"  - name: {_scalar(person.name)}"]
    if person.role != "aut":
        lines.append(f"    role: {_ROLES[person.role]}")
    if person.sort is not None:
        lines.append(f"    sort: {_scalar(person.sort)}")
    if person.latin is not None:
        lines.append(f"    latin: {_scalar(person.latin)}")
    return lines


def _scalar(value: str) -> str:
    """Return a YAML scalar, plain where YAML reads it as this very text."""
    try:
        node = yaml.compose(f"- k: {value}", Loader=yaml.SafeLoader)
        read = node.value[0].value[0][1] if node else None
    except yaml.YAMLError:
        read = None
    if isinstance(read, yaml.ScalarNode) and read.value == value and "null" not in read.tag:
        return value
    return str(yaml.safe_dump(value, default_style='"', allow_unicode=True, width=10**9)).strip()
