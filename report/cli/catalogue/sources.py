"""EDGE: what a catalogue is made from: an archive, or a folder of builds; and the look."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from report.archive.edition import MANIFEST, REPORT
from report.archive.inventory import Inventory
from report.archive.paths import unsafe, urn_of
from report.archive.root.archive import Archive
from report.archive.root.files import Lazily
from report.archive.root.folder import Folder
from report.catalogue.gather import BOOK, Deposit, Holding
from report.catalogue.look import Look
from report.diagnostics import Place, ReportError, Warn
from report.disk import SITE, house_folder, open_house
from report.rules import finding

_LICENCE = "LICENSE"
_BOOK_STYLES = ("themes/warraq.css", "type.css", "reflow.css")


@dataclass(frozen=True, slots=True)
class Lot:
    """A work that has not been looked into yet: ``digest`` changes when anything of it does."""

    urn: str
    digest: str
    open: Callable[[], Holding]


def lots(source: Path, warn: Warn) -> Iterator[Lot]:
    """Yield the works of an archive or of a folder of builds, in an order that lasts.

    Raises :class:`ReportError` O006 for a folder that is neither.
    """
    if any(source.glob("0=ocfl_*")):
        yield from _archived(Archive.open(source, warn))
        return
    builds = sorted(_builds(source, warn), key=lambda build: (build.urn, build.number))
    if not builds:
        raise ReportError(finding("O006", Place(str(source), 0), path=str(source)))
    by_work: dict[str, dict[int, _Built]] = {}
    for build in builds:
        editions = by_work.setdefault(build.urn, {})
        if (other := editions.get(build.number)) is not None:
            place = Place(str(build.manifest), 0)
            warn(finding("O011", place, edition=build.number, other=str(other.manifest)))
        else:
            editions[build.number] = build
    for urn, editions in by_work.items():
        yield _lot(urn, tuple(editions.values()))


def _archived(archive: Archive) -> Iterator[Lot]:
    inventories = sorted(archive.works(), key=lambda one: (one.versions[0].created, one.id))
    for inventory in inventories:
        digest = sha256(inventory.as_json()).hexdigest()
        yield Lot(inventory.id, digest, _Opening(archive, inventory))


@dataclass(frozen=True, slots=True)
class _Opening:
    """Opens a work of an archive when it is called: its files are read as they are asked for."""

    archive: Archive
    inventory: Inventory

    def __call__(self) -> Holding:
        home = self.archive.home(self.inventory.id)
        deposits = tuple(
            Deposit(number, _Proved(self.archive, self.inventory, number), version.message)
            for number, version in enumerate(self.inventory.versions, start=1)
        )
        return Holding(self.inventory.id, str(home), deposits)


class _Proved(Lazily):
    """The files of an edition that a catalogue needs, each proved by its digest when it is read."""

    def __init__(self, archive: Archive, inventory: Inventory, number: int) -> None:
        state = inventory.version(number).state
        wanted = (p for p in state if p in {MANIFEST, REPORT} or p.startswith(BOOK))
        self._wanted = frozenset(wanted)
        super().__init__(archive.tree, {path: path for path in sorted(self._wanted)})
        self._read = (archive, inventory, number)

    def __contains__(self, name: object) -> bool:
        return name in self._wanted

    def __getitem__(self, name: str) -> bytes:
        if name not in self._wanted:
            raise KeyError(name)
        archive, inventory, number = self._read
        return archive.read(inventory, number, name)


@dataclass(frozen=True, slots=True)
class _Built:
    """A build in its folder, as its manifest names it."""

    urn: str
    number: int
    manifest: Path
    data: bytes
    outputs: tuple[str, ...]


def _builds(source: Path, warn: Warn) -> Iterator[_Built]:
    try:
        manifests = sorted(source.glob("*/*.json"))
    except OSError:
        return
    for path in manifests:
        try:
            data = path.read_bytes()
            form: Any = json.loads(data)
            work, number = str(form["work"]), int(form["edition"])
            outputs = tuple(str(entry["name"]) for entry in form["outputs"])
        except (OSError, ValueError, LookupError, TypeError):
            continue
        if fault := next(filter(None, map(_unsafe, outputs)), None):
            warn(finding("A024", Place(str(path), 0), reason=fault))
            continue
        yield _Built(urn_of(work) or uuid5(NAMESPACE_URL, work).urn, number, path, data, outputs)


def _unsafe(name: str) -> str | None:
    return "an output leads out of the folder" if "/" in name else unsafe(name)


def _lot(urn: str, builds: tuple[_Built, ...]) -> Lot:
    digest = sha256(b"".join(build.data for build in builds)).hexdigest()

    def opened() -> Holding:
        deposits = []
        for build in builds:
            folder = Folder(build.manifest.parent)
            there = folder.entries("")
            paths = {f"{BOOK}{name}": name for name in build.outputs if name in there}
            deposits.append(Deposit(build.number, Lazily(folder, paths, {MANIFEST: build.data})))
        return Holding(urn, str(builds[-1].manifest.parent), tuple(deposits))

    return Lot(urn, digest, opened)


def open_look(folder: Path | None = None) -> Look:
    """Read the look of the site: ``templates/site``, the styles of the books, the faces."""
    root = folder or house_folder()
    house = open_house(root)
    site = root / "templates" / SITE
    fonts = root / "fonts"
    return Look(
        templates={path.name: path.read_text("utf-8") for path in sorted(site.glob("*.jinja"))},
        book_styles=tuple(house.styles[name] for name in _BOOK_STYLES if name in house.styles),
        style=(site / "site.css").read_text("utf-8"),
        script=(site / "search.js").read_text("utf-8"),
        icon=(site / "icon.svg").read_text("utf-8"),
        folding_table=(site / "folding.json").read_text("utf-8"),
        faces=house.faces,
        licences={
            f"{_LICENCE}-{path.parent.name}.txt": path.read_bytes()
            for path in sorted(fonts.glob(f"*/{_LICENCE}"))
        },
    )
