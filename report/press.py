"""The press: the ten lines where all stages meet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from uuid import NAMESPACE_URL, uuid5

from report.checks.faces import check_faces
from report.compose import compose
from report.compose.brief import check_brief
from report.compose.galley import Galley, House
from report.compose.themes import check_theme
from report.datasets import fill
from report.diagnostics import Diagnostic, Warn
from report.filters import edit
from report.manifest import Tools, describe, written
from report.model.assets import Asset
from report.model.customs import Justify
from report.model.document import Edition, Profile, Report
from report.model.parts import images_of, source_files
from report.readers import read
from report.readers.images import illustrate
from report.readers.source import Source, typed
from report.writers.page import write_page
from report.writers.pagemap import Page, PageMap
from report.writers.pdf.associated import Attachment
from report.writers.pdf.paper import Paper
from report.writers.pdf.standards import Standard

if TYPE_CHECKING:
    from report.writers.pdf.writer import HandsOf

EditionOf = Callable[[Report], Edition]
FindAssets = Callable[[Report], Iterable[Asset]]
IsThere = Callable[[Mapping[str, object]], bool]
_Made = TypeVar("_Made")


class Aside(Protocol):
    """Begins work for which nobody waits yet, and promises what it returns."""

    def __call__(self, work: Callable[[], _Made], *, native: bool = False) -> Callable[[], _Made]:
        """Return what waits for the work, or does it; ``native`` work is done by Pango too."""
        ...


@dataclass(frozen=True, slots=True)
class Order:
    """What is ordered of the press.

    ``to`` says what to make, of ``pdf``, ``epub`` and ``html``; ``standard`` what the PDF promises;
    ``paper`` what it is printed on; ``tools`` the names and versions that the manifest gives.
    ``theme``, ``profile``, ``justify`` and ``unstretched`` are set in the place of those of the
    report.
    """

    to: Collection[str] = ("pdf", "epub")
    standard: Standard = Standard.A3A_UA1
    paper: Paper = field(default_factory=Paper)
    tools: Tools = field(default_factory=dict)
    theme: str | None = None
    profile: Profile | None = None
    justify: Justify | None = None
    unstretched: tuple[str, ...] | None = None

    def asked_of(self, report: Report, house: House) -> Report:
        """Return a report with what is ordered, else what its author asked for, else its house."""
        options = report.options
        wanted = house.justify if options.justify == "auto" else options.justify
        kept = tuple(dict.fromkeys((*options.unstretched, *house.unstretched)))
        options = replace(
            options,
            theme=self.theme or options.theme or house.theme,
            profile=self.profile or options.profile,
            justify=self.justify or wanted,
            unstretched=kept if self.unstretched is None else self.unstretched,
        )
        return replace(report, options=options)


ORDINARY = Order()


@dataclass(frozen=True, slots=True)
class Books:
    """What comes off the press.

    ``pages`` are those of the PDF: what is printed on each and where in the text it begins;
    ``lines`` says of each page how wide the blanks of its widest line are.
    """

    galley: Galley
    description: Mapping[str, object]
    pdf: bytes | None = None
    epub: bytes | None = None
    html: bytes | None = None
    pages: tuple[Page, ...] = ()
    lines: tuple[Mapping[str, object], ...] = ()


def never(description: Mapping[str, object]) -> bool:
    """Say of no books that they are there already."""
    del description
    return False


def when_asked(work: Callable[[], _Made], *, native: bool = False) -> Callable[[], _Made]:
    """Do work when what it makes is asked for."""
    del native
    return work


def edition_of(report: Report, number: int = 1, issued: datetime | None = None) -> Edition:
    """Return the edition of a report: its identifier, or a URN from its title; its own date.

    ``issued`` is what the edge gives for a report that has no date; without either there is no
    edition, and :class:`ValueError` is raised: the press itself looks at no clock.

    >>> from report.model.document import Metadata
    >>> edition_of(Report(Metadata(title="الموجز", date="2026-11-24"))).issued.isoformat()
    '2026-11-24T00:00:00+00:00'
    """
    metadata = report.metadata
    work = metadata.identifier or uuid5(NAMESPACE_URL, f"warraq:{metadata.title}").urn
    moment = issued or _dated(metadata.date)
    if moment is None:
        raise ValueError("the report has no date, and no date of issue was given")
    return Edition(work, number, moment)


def _dated(written: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(written or "").replace(tzinfo=UTC)
    except ValueError:
        return None


def prepare(source: Source, warn: Warn, find_assets: FindAssets = lambda report: ()) -> Report:
    """Read a source, bring its images, and edit it: the report as it will be composed."""
    report = _brought(source, warn, find_assets)
    for found in _checked(report, source):
        warn(found)
    return edit(report, warn)


def _brought(source: Source, warn: Warn, find_assets: FindAssets) -> Report:
    """Read a source, and bring what it names."""
    report = read(source, warn)
    brought = tuple(find_assets(report))
    if report.options.bibliography:
        # Loaded when it is needed: few reports cite.
        from report.bibliography.gathering import gather

        report, brought = gather(report, brought, warn)
    report = fill(report, brought, warn)
    files = source_files(report)
    report = illustrate(replace(report, assets=images_of(report)), brought, warn)
    return replace(report, assets=(*report.assets, *files))


def _checked(report: Report, source: Source) -> tuple[Diagnostic, ...]:
    # Loaded where it is done: in a fork, if there is one.
    from report.checks.source import check_report
    from report.checks.source.origins import Manuscript

    written = typed(source)
    return tuple(check_report(report, Manuscript(written) if written else None))


def publish(
    source: Source,
    edition: EditionOf,
    house: House,
    warn: Warn,
    find_assets: FindAssets = lambda report: (),
    order: Order = ORDINARY,
    is_there: IsThere = never,
    hands: HandsOf | None = None,
    aside: Aside = when_asked,
) -> Books:
    """Make the books of a source.

    Args:
        source: the article or manuscript.
        edition: says which edition the report is, once it has been read.
        house: templates, styles and faces.
        warn: is told of every finding.
        find_assets: brings the images that the report names.
        order: what to make of it.
        is_there: says of a description whether the books that it describes are there already;
            then none is made again.
        hands: returns who lays out and paints the pages; without, it is this process.
        aside: begins what this process need not do itself: the checks while the report is
            edited and set, and the EPUB while the PDF is bound.

    Raises :class:`report.diagnostics.ReportError` when nothing can be published.
    """
    report = _brought(source, warn, find_assets)
    checked = aside(partial(_checked, report, source))
    found: list[Diagnostic] = []
    try:
        edited = order.asked_of(edit(report, found.append), house)
        galley = _composed(edited, edition, house, found.append)
        description = describe(source, galley, order.tools, stated(_settled(order, edited)))
        if is_there(description):
            return Books(galley, description)
        inside = carried(source, description, edited)
        return _written(galley, description, found.append, order, inside, hands, aside)
    finally:
        # They come in the order of the work, whoever did it and when.
        for finding in (*checked(), *found):
            warn(finding)


def _composed(report: Report, edition: EditionOf, house: House, warn: Warn) -> Galley:
    for trouble in check_theme(house.styles, report.options.theme):
        warn(trouble)
    if report.options.profile == "brief":
        for trouble in check_brief(report):
            warn(trouble)
    galley = compose(report, edition(report), house)
    for found in check_faces(galley):
        warn(found)
    return galley


def _written(
    galley: Galley,
    description: Mapping[str, object],
    warn: Warn,
    order: Order,
    inside: Sequence[Attachment],
    hands: HandsOf | None,
    aside: Aside,
) -> Books:
    """Write the books that are ordered."""
    begun: list[Callable[[], bytes]] = []
    cover = _cover(galley, aside) if "epub" in order.to else None

    def bind(pages: PageMap | None) -> None:
        if cover:
            begun.append(aside(partial(_epub, galley, pages, cover()[0])))

    printed = None
    if "pdf" in order.to:
        # Loaded when it is needed, and after the house has said that the machine has no fonts.
        from report.writers.pdf.hands import OwnHands
        from report.writers.pdf.writer import write_pdf

        printed = write_pdf(
            galley, warn, order.standard, order.paper, inside, hands or OwnHands, bind
        )
    else:
        bind(None)
    for finding in cover()[1] if cover else ():
        warn(finding)
    return Books(
        galley,
        description,
        pdf=printed.data if printed else None,
        epub=begun[0]() if begun else None,
        html=write_page(galley).encode() if "html" in order.to else None,
        pages=printed.pages.pages if printed else (),
        lines=tuple(page._asdict() for page in printed.lines) if printed else (),
    )


def _epub(galley: Galley, pages: PageMap | None, cover: bytes | None) -> bytes:
    # Loaded where it is done: in a fork, if there is one.
    from report.writers.epub import write_epub

    return write_epub(galley, pages, cover)


def _cover(galley: Galley, aside: Aside) -> Callable[[], tuple[bytes | None, list[Diagnostic]]]:
    """Let the cover of an EPUB be drawn, and promise it and what was found on the way."""
    from report.writers.pdf.cover import draw_cover

    def drawn() -> tuple[bytes | None, list[Diagnostic]]:
        said: list[Diagnostic] = []
        return draw_cover(galley, said.append), said

    promised = aside(drawn, native=True)
    if promised is drawn:
        # Nobody else draws it: now, before what WeasyPrint says is said of the PDF.
        made = drawn()
        return lambda: made
    return cache(promised)


def _settled(order: Order, report: Report) -> Order:
    """Return an order that says what the report was set with, whoever asked for it."""
    options = report.options
    return replace(
        order,
        theme=options.theme,
        profile=options.profile,
        justify=options.justify,
        unstretched=options.unstretched,
    )


def carried(
    source: Source, description: Mapping[str, object], report: Report
) -> tuple[Attachment, ...]:
    """Return what the PDF carries inside besides its tables.

    It is the source, the sources that it cites if there are any, and the manifest.
    """
    name = PurePath(source.name)
    cited = (
        Attachment(PurePath(file.name).name, file.media_type, file.data, file.name, "Source")
        for file in source_files(report)
    )
    return (
        Attachment(
            f"source{name.suffix or '.md'}", source.media_type, source.data, name.name, "Source"
        ),
        Attachment(
            "manifest.json",
            "application/json",
            written(description),
            "manifest.json",
            "Supplement",
        ),
        *cited,
    )


def stated(order: Order) -> dict[str, object]:
    """Return what the manifest says of an order, so that the same can be ordered again.

    The tools stand in the manifest by themselves, and what was made is listed there.

    >>> stated(ORDINARY)["standard"], stated(ORDINARY)["paper"]["size"]
    ('a3a+ua1', 'A4')
    """
    said = {part.name: getattr(order, part.name) for part in fields(order)}
    del said["to"], said["tools"]
    return said | {"paper": asdict(order.paper), "standard": order.standard.value}


def ordered_again(form: Mapping[str, Any], to: Collection[str], tools: Tools) -> Order:
    """Return the order that a manifest states; what it does not say is the house's own choice.

    Raises :class:`ValueError` or :class:`TypeError` for what this press cannot make.

    >>> ordered_again(stated(ORDINARY), ORDINARY.to, ORDINARY.tools) == ORDINARY
    True
    """
    said = dict(form)
    if said.get("unstretched") is not None:
        said["unstretched"] = tuple(said["unstretched"])
    paper, standard = said.pop("paper", {}), said.pop("standard", Standard.A3A_UA1)
    return Order(to, Standard(standard), Paper(**paper), tools, **said)
