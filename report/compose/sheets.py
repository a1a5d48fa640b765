"""Sheets: cover, imprint, contents, one sheet a chapter or appendix, colophon.

The parts that are the same in every report are templates of the house, which an editor or a
designer can change; divisions are written by :mod:`report.compose.xhtml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from report.charts.lettering import Lettering
from report.compose.endnotes import set_endnotes
from report.compose.galley import Face, Matter, NavPoint, Sheet
from report.compose.marking import IndexSetter, Marked
from report.compose.marks import stamp_words
from report.compose.numbering import Numbers, division_notes
from report.compose.onlinecode import online_code
from report.compose.setting import Setting, language_attributes
from report.compose.tabular import Measure
from report.compose.themes import Theme
from report.compose.xhtml import set_blocks, set_inlines
from report.filters.isolates import isolate, isolate_text
from report.locales import Locale, direction_of
from report.model.document import Contributor, Division, Edition, Kind, Report
from report.model.inlines import Link, Text
from report.model.targets import leads_out
from report.model.walk import inline_text

HALF_TITLE = "half-title"
"""The name of the sheet that print alone has."""

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

_ROLES: dict[Kind, str] = {
    "chapter": "doc-chapter",
    "summary": "doc-abstract",
    "foreword": "doc-foreword",
    "introduction": "doc-introduction",
    "conclusion": "doc-conclusion",
    "appendix": "doc-appendix",
    "faq": "doc-appendix",
    "endnotes": "doc-endnotes",
    "glossary": "doc-glossary",
    "bibliography": "doc-bibliography",
    "index": "doc-index",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """What every sheet is set with; ``figures`` measures numbers for tables.

    ``missing`` names the images that are not there, ``ended`` the notes that stand at the end.
    """

    report: Report
    edition: Edition
    locale: Locale
    numbers: Numbers
    templates: ImmutableSandboxedEnvironment
    theme: Theme
    lettering: Lettering | None = None
    figures: Measure | None = None
    missing: frozenset[str] = frozenset()
    ended: frozenset[str] = frozenset()
    marks: list[Marked] = field(default_factory=list)

    def setting(self, depth: int = 1) -> Setting:
        """Return a setting for a fragment of a sheet."""
        language = self.report.metadata.language
        return Setting(
            self.locale,
            self.numbers,
            language,
            depth,
            lettering=self.lettering,
            table_style=self.theme.table_style,
            table_figures=self.figures,
            missing=self.missing,
            marks=self.marks,
        )

    def phrase(self, text: str) -> Markup:
        """Set a plain string of the metadata, its foreign runs isolated."""
        run = isolate_text(text, self.locale.direction)
        return Markup(set_inlines(run, self.setting()))

    def linked(self, value: str) -> Markup:
        """Set a value of the metadata, a link if it is an address."""
        target = f"mailto:{value}" if _MAIL.fullmatch(value) else value
        if " " in value or not leads_out(target):
            return self.phrase(value)
        run = isolate((Link((Text(value),), target),), self.locale.direction)
        return Markup(set_inlines(run, self.setting()))

    def sheet(self, name: str, title: str, kind: str, matter: Matter, **values: object) -> Sheet:
        """Lay out the sheet of a template, ``<name>.xhtml.jinja``."""
        template = self.templates.get_template(f"{name}.xhtml.jinja")
        body = template.render(
            words=self.locale.words, title=self.phrase(self.report.metadata.title), **values
        )
        return self.bare_sheet(name, title, body, kind, matter)

    def bare_sheet(self, name: str, title: str, body: str, kind: str, matter: Matter) -> Sheet:
        """Return a sheet in the report's language and direction."""
        language = self.report.metadata.language
        return Sheet(name, title, body, matter, kind, language, direction_of(language))


def cover(desk: Desk) -> Sheet:
    """Lay out the cover: title, subtitle, contributors, publisher, date; nothing empty."""
    metadata = desk.report.metadata
    return desk.sheet(
        "cover",
        metadata.title,
        "cover",
        "cover",
        layout=desk.theme.cover,
        stamp=maybe(desk, " · ".join(filter(None, stamp_words(desk.report)))),
        subtitle=maybe(desk, metadata.subtitle),
        series=maybe(desk, metadata.series),
        contributors=[(desk.locale.words[f"role_{role}"], names) for role, names in _roles(desk)],
        publisher=maybe(desk, metadata.publisher),
        emblem=emblem(desk),
        date=maybe(desk, metadata.date and desk.locale.date(metadata.date)),
    )


def emblem(desk: Desk) -> Mapping[str, str] | None:
    """Return the publisher's sign, if the report has one and it is there."""
    name = desk.report.options.emblem
    if not name or desk.report.asset(name) is None:
        return None
    said = f"{desk.locale.words['emblem']} {desk.report.metadata.publisher or ''}".strip()
    return {"name": name, "said": said}


def half_title(desk: Desk) -> Sheet:
    """Lay out the half title: the title alone, on a page of its own in print."""
    title = desk.report.metadata.title
    return desk.sheet(HALF_TITLE, title, "halftitlepage", "front")


def maybe(desk: Desk, text: str | None) -> Markup | None:
    """Set a string of the metadata that may be absent."""
    return desk.phrase(text) if text else None


def _roles(desk: Desk) -> Iterator[tuple[str, list[Markup]]]:
    by_role: dict[str, list[Contributor]] = {}
    for contributor in desk.report.metadata.contributors:
        by_role.setdefault(contributor.role, []).append(contributor)
    for role, people in by_role.items():
        yield role, [desk.phrase(person.name) for person in people]


def imprint(desk: Desk) -> Sheet:
    """Lay out the imprint: what a cataloguer needs, as rows of a word and a value."""
    metadata, edition, words = desk.report.metadata, desk.edition, desk.locale.words
    rows: list[tuple[str, str | None]] = [
        (words["publisher"], _listed(desk, metadata.publisher, metadata.place)),
        (words["series"], _listed(desk, metadata.series, metadata.series_number)),
        (words["edition"], desk.locale.number(edition.number)),
        (words["status"], stamp_words(desk.report)[0]),
        (words["classification"], stamp_words(desk.report)[1]),
        (words["issued"], desk.locale.date(edition.issued.date().isoformat())),
        (words["isbn"], _listed(desk, _of("PDF", metadata.isbn), _of("EPUB", metadata.isbn_epub))),
        (words["doi"], metadata.doi),
        (words["identifier"], metadata.identifier or edition.work),
        (words["online"], metadata.online),
        (words["licence"], metadata.licence),
    ]
    return desk.sheet(
        "imprint",
        words["imprint"],
        "copyright-page",
        "front",
        rows=[(word, desk.linked(value)) for word, value in rows if value],
        rights=maybe(desk, metadata.rights),
        code=online_symbol(desk),
    )


def online_symbol(desk: Desk) -> Markup | None:
    """Draw the code of the online edition, if the report has one on the web."""
    address = desk.report.metadata.online
    title = f"{desk.locale.words['online_code']}: {address}"
    return online_code(address, title) if address else None


def _of(form: str, number: str | None) -> str | None:
    """Return a number with the form of the book that it stands for."""
    return f"{number} ({form})" if number else None


def _listed(desk: Desk, *texts: str | None) -> str | None:
    """Return the texts that there are one after the other, with the comma of the language."""
    return f"{desk.locale.words['comma']} ".join(filter(None, texts)) or None


def contents(
    desk: Desk,
    points: tuple[NavPoint, ...],
    tables: tuple[NavPoint, ...],
    figures: tuple[NavPoint, ...],
) -> Sheet:
    """Lay out the contents and the lists; a list of a single entry says nothing and is left out."""

    def lines(entries: tuple[NavPoint, ...]) -> list[dict[str, object]]:
        return [
            {
                "title": desk.phrase(entry.title),
                "target": entry.target,
                "front": entry.target in desk.numbers.front,
                "children": lines(entry.children),
            }
            for entry in entries
        ]

    return desk.sheet(
        "contents",
        desk.locale.words["contents"],
        "toc",
        "front",
        points=lines(points),
        tables=lines(tables) if len(tables) > 1 else [],
        figures=lines(figures) if len(figures) > 1 else [],
    )


def division(desk: Desk, part: Division, matter: Matter) -> Sheet:
    """Set a division of the first level, those inside it and the notes that they call."""
    title = inline_text(part.title) or desk.report.metadata.title
    called = desk.setting()
    body = _section(part, called, part.kind, _gathered(desk, part, called))
    notes = division_notes(part, desk.numbers)
    own = [label for label in notes if label in called.called and label not in desk.ended]
    if own:
        body += "\n" + set_notes(desk, own, called)
    kind = _ROLES[part.kind].removeprefix("doc-") if part.title else "bodymatter"
    return desk.bare_sheet(part.label or "opening", title, body, kind, matter)


def _gathered(desk: Desk, part: Division, setting: Setting) -> str:
    """Return what the press has gathered for a part of the book."""
    match part.kind:
        case "endnotes":
            return set_endnotes(desk.report, desk.numbers, setting)
        case "index":
            return IndexSetter(desk.locale, desk.phrase).set(tuple(desk.marks))
        case _:
            return ""


def _section(part: Division, around: Setting, kind: Kind, gathered: str = "") -> str:
    setting = replace(around.inside(part), glossary=kind == "glossary")
    own = f' id="{escape(part.label)}"' if part.label else ""
    if part.language and part.language != around.language:
        own += language_attributes(part.language)
        own += f' dir="{direction_of(part.language)}"'
    top = around.depth == 1
    if top and part.title:
        own += f' role="{_ROLES[kind]}"'
    name = kind if part.title else "opening"
    heading = _heading(part, setting)
    inner = replace(setting, depth=min(setting.depth + 1, 6))
    pieces = [
        f'<section class="{name} level-{around.depth}"{own}>',
        heading,
        set_blocks(part.content, setting),
        gathered,
        *(_section(division, inner, "chapter") for division in part.divisions),
        "</section>",
    ]
    return "\n".join(piece for piece in pieces if piece)


def _heading(part: Division, setting: Setting) -> str:
    if not part.title:
        return ""
    return f"<h{setting.depth}>{set_inlines(part.title, setting)}</h{setting.depth}>"


def set_notes(desk: Desk, labels: list[str], setting: Setting) -> str:
    """Set notes as a reading system wants them; the PDF moves each to the foot of its page."""
    back = escape(desk.locale.words["footnote_back"])
    asides = []
    for label in labels:
        note = desk.report.note(label)
        assert note is not None, "numbers hold only notes that exist"
        sign = desk.locale.number(desk.numbers.notes[label])
        name = escape(label)
        asides.append(
            f'<aside class="note" id="note-{name}" role="doc-footnote">'
            f'<a class="backlink" role="doc-backlink" href="#ref-{name}" aria-label="{back}">'
            f"{sign}</a>{set_blocks(note.content, setting)}</aside>"
        )
    return '<div class="notes">\n' + "\n".join(asides) + "\n</div>"


def colophon(desk: Desk, faces: tuple[Face, ...]) -> Sheet:
    """Lay out the colophon: the faces that the book is set in, and the press."""
    families = dict.fromkeys(f"{face.family} {face.version}" for face in faces)
    return desk.sheet(
        "colophon",
        desk.locale.words["colophon"],
        "colophon",
        "back",
        press=desk.phrase(desk.locale.words["made_with"]),
        families=[desk.phrase(family) for family in families],
    )
