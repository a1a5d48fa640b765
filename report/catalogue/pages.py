"""Pages: the site for people, each page laid out from a template of the look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from report.catalogue import atom, opds2
from report.catalogue.addresses import absolute, between, numbered, outward
from report.catalogue.linked import describe_questions, describe_work
from report.catalogue.look import ICON, SCRIPT, STYLE, Look, counters_path
from report.catalogue.opds2 import SHELF_WORDS
from report.catalogue.reading import Page, Text
from report.catalogue.shelves import KINDS, Kind, Shelf, shelves, slices
from report.catalogue.works import Catalogue, Release, Settings, Work
from report.compose.jinja import environment
from report.locales import Locale, direction_of, locale
from report.model.subjects import subject_of

HOME = "index.html"
ALL = "works/index.html"
SEARCH = "search.html"
MISSING = "404.html"
_NEWEST = 12
_ON_A_PAGE = 24
_NAMES_ON_A_PAGE = 300
_OFFERED = {"epub": "EPUB", "pdf": "PDF", "html": "HTML"}


@dataclass(frozen=True)
class Desk:
    """What every page is set with: the look's templates, the settings, the site's language."""

    look: Look
    settings: Settings
    templates: ImmutableSandboxedEnvironment = field(init=False)
    locale: Locale = field(init=False)

    def __post_init__(self) -> None:
        made = environment(self.look.templates)
        object.__setattr__(self, "templates", made)
        object.__setattr__(self, "locale", locale(self.settings.language))

    def page(self, template: str, path: str, title: str, **values: object) -> bytes:
        """Lay out a page that will stand at ``path``."""
        base = self.settings.base

        def to(there: str) -> str:
            return between(path, there)

        made = self.templates.get_template(f"{template}.html.jinja")
        defaults: dict[str, object] = {
            "description": "",
            "language": self.settings.language,
            "image": None,
            "kind": "website",
        }
        return made.render(
            {
                **defaults,
                "site": self.settings,
                "words": self.locale.words,
                "locale": self.locale,
                "direction": self.locale.direction,
                "direction_of": direction_of,
                "title": title,
                "to": to,
                "path": path,
                "paths": _PATHS,
                "canonical": absolute(base, path) if base else "",
                "absolute": lambda there: absolute(base, there) if base else to(there),
                "size": self.size,
                "outward": outward,
                **values,
            }
        ).encode()

    def size(self, count: int) -> str:
        """Write a size in bytes for a person, in the digits of the house."""
        if count < 10 << 20:
            number = self.locale.number(max(1, round(count / 1024)))
            return self.locale.words["site_kilobytes"].format(size=number)
        number = self.locale.number(round(count / (1 << 20)))
        return self.locale.words["site_megabytes"].format(size=number)


_PATHS = {
    "home": HOME,
    "all": ALL,
    "search": SEARCH,
    "style": STYLE,
    "script": SCRIPT,
    "icon": ICON,
    "news": atom.NEWS,
    "opds1": atom.ROOT,
    "opds2": opds2.ROOT,
    "opensearch": atom.DESCRIPTION,
    "sums": "sha256sums.txt",
    "subjects": "shelves/subjects.html",
    "authors": "shelves/authors.html",
    "languages": "shelves/languages.html",
    "index": "search/index.json",
}


def write_pages(catalogue: Catalogue, desk: Desk) -> Iterator[tuple[str, bytes]]:
    """Yield the pages that tell of more than one work: home, lists, shelves, search."""
    words = desk.locale.words
    newest = catalogue.newest_first
    subjects = shelves(catalogue, "subject")
    yield (
        HOME,
        desk.page(
            "home",
            HOME,
            desk.settings.title,
            newest=newest[:_NEWEST],
            total=len(newest),
            subjects=subjects[:40],
            shelf_path=_shelf_path,
        ),
    )
    yield from _listed(desk, ALL, words["site_works"], newest)
    for kind in KINDS:
        kept = subjects if kind == "subject" else shelves(catalogue, kind)
        yield from _names(desk, kind, kept)
        for shelf in kept:
            yield from _listed(desk, _shelf_path(shelf), shelf.name, shelf.works, kind)
    yield SEARCH, desk.page("search", SEARCH, words["site_search"])
    if base := desk.settings.base:
        # It answers for whatever is not there, at any depth: its links start from the root.
        whole = partial(absolute, base)
        yield MISSING, desk.page("missing", MISSING, words["site_missing"], to=whole)


def _shelf_path(shelf: Shelf) -> str:
    return f"shelves/{shelf.stem}.html"


def _listed(
    desk: Desk, first: str, title: str, works: Sequence[Work], kind: Kind | None = None
) -> Iterator[tuple[str, bytes]]:
    above = SHELF_WORDS[kind] if kind else None
    for part in slices(works, _ON_A_PAGE):
        path = numbered(first, part.number)
        yield (
            path,
            desk.page(
                "list",
                path,
                title,
                part=part,
                before=numbered(first, part.number - 1) if part.number > 1 else None,
                after=numbered(first, part.number + 1) if part.number < part.count else None,
                above=desk.locale.words[above] if above else None,
                above_path=f"shelves/{kind}s.html",
            ),
        )


def _names(desk: Desk, kind: Kind, kept: Sequence[Shelf]) -> Iterator[tuple[str, bytes]]:
    first = f"shelves/{kind}s.html"
    count = max(1, -(-len(kept) // _NAMES_ON_A_PAGE))
    for number in range(1, count + 1):
        path = numbered(first, number)
        part = kept[(number - 1) * _NAMES_ON_A_PAGE : number * _NAMES_ON_A_PAGE]
        yield (
            path,
            desk.page(
                "names",
                path,
                desk.locale.words[SHELF_WORDS[kind]],
                shelves=part,
                shelf_path=_shelf_path,
                number=number,
                count=count,
                before=numbered(first, number - 1) if number > 1 else None,
                after=numbered(first, number + 1) if number < count else None,
            ),
        )


def write_work(
    work: Work, text: Text | None, changes: Mapping[int, str], desk: Desk
) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of one work: its own, its changes, its text to read.

    ``changes`` are what an edition changed, as HTML, by the number of the edition.
    """
    yield (
        work.page,
        desk.page(
            "work",
            work.page,
            work.metadata.title,
            work=work,
            description=work.metadata.description or "",
            image=work.cover,
            kind="book",
            data=describe_work(work, desk.settings),
            citation=citation(work),
            address=absolute(desk.settings.base, work.page) if desk.settings.base else work.urn,
            offered=_OFFERED,
            subjects=[_tag(written) for written in work.metadata.subjects],
            contents=text.contents if text else (),
            spoken=locale(work.metadata.language),
            language_name=desk.locale.language_name(work.metadata.language),
            issued=_issued,
        ),
    )
    for release in work.releases:
        if release.changes:
            yield (
                release.changes.path,
                desk.page(
                    "changes",
                    release.changes.path,
                    f"{desk.locale.words['site_changes']}: {work.metadata.title}",
                    work=work,
                    release=release,
                    before=release.number - 1,
                    body=Markup(changes[release.number]),
                ),
            )
    if text is not None:
        yield from _reading(work, text, desk)


def _tag(written: str) -> tuple[str, str]:
    name = subject_of(written).name
    return name, _shelf_path(Shelf("subject", name, ()))


def _issued(release: Release, tongue: Locale) -> str:
    return tongue.date(release.day)


def _reading(work: Work, text: Text, desk: Desk) -> Iterator[tuple[str, bytes]]:
    folder = f"{work.folder}/read"
    index = f"{folder}/index.html"
    yield (
        index,
        desk.page(
            "contents",
            index,
            f"{desk.locale.words['contents']}: {work.metadata.title}",
            work=work,
            contents=text.contents,
        ),
    )
    for place, page in enumerate(text.pages):
        path = f"{folder}/{page.file}"
        near = {
            "before": text.pages[place - 1] if place else None,
            "after": text.pages[place + 1] if place + 1 < len(text.pages) else None,
            "contents": text.contents,
            "counters": counters_path(text.counters),
        }
        yield path, _chapter(work, page, path, near, desk)


def _chapter(work: Work, page: Page, path: str, around: Mapping[str, object], desk: Desk) -> bytes:
    return desk.page(
        "chapter",
        path,
        page.title,
        work=work,
        page=page,
        body=Markup(page.body),
        description=work.metadata.description or "",
        image=work.cover,
        kind="article",
        data=describe_questions(page.questions) if page.questions else None,
        **around,
    )


def citation(work: Work) -> str:
    """Return how to cite the newest edition: who, what, where published, when, which edition.

    Its address follows on the page, apart, since it runs from left to right.
    """
    tongue = locale(work.metadata.language)
    metadata, newest = work.metadata, work.newest
    title = metadata.title if not metadata.subtitle else f"{metadata.title}: {metadata.subtitle}"
    comma = f"{tongue.words['comma']} "
    where = comma.join(filter(None, (metadata.place, metadata.publisher, tongue.date(newest.day))))
    parts = (
        comma.join(work.people()),
        f"«{title}»" if metadata.language[:2] != "en" else f"“{title}”",
        where,
        f"{tongue.words['edition']} {tongue.number(newest.number)}",
    )
    return ". ".join(part for part in parts if part) + "."
