"""EDGE: an archive on a disk: made, opened, read, added to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from report.archive.digests import digest
from report.archive.documents import root_files
from report.archive.inventory import (
    FILE,
    Inventory,
    User,
    Version,
    next_step,
    read_inventory,
)
from report.archive.layout import HashedTuples
from report.archive.paths import clash, is_urn, unsafe
from report.archive.root import recovery
from report.archive.root.commit import Sign, adopt, commit
from report.archive.root.folder import Folder
from report.archive.root.hand import Hand, Step, unhindered
from report.archive.root.lock import NAME as LOCK
from report.archive.root.lock import WAIT, cannot_write, locked
from report.archive.root.opening import read_layout
from report.archive.verify.judge import Judge
from report.archive.verify.storage import objects
from report.diagnostics import Place, ReportError, Warn
from report.rules import finding


class Archive:
    """An OCFL storage root on a disk: one object a work, one version an edition."""

    def __init__(self, root: Path, layout: HashedTuples) -> None:
        self.root = root
        self.layout = layout
        self.tree = Folder(root)

    @classmethod
    def create(cls, root: Path, *, step: Step = unhindered) -> Archive:
        """Make an archive: whole or not at all.

        Raises :class:`ReportError` A002 for a folder that holds something, A003 for one inside
        ``build``, A006 for one that cannot be made.
        """
        place = Place(str(root), 0)
        if "build" in root.absolute().parts:
            raise ReportError(finding("A003", place, path=str(root)))
        try:
            if root.is_symlink() or (root.exists() and not root.is_dir()) or _holds(root):
                raise ReportError(finding("A002", place, path=str(root)))
            root.parent.mkdir(parents=True, exist_ok=True)
            hand = Hand(step)
            beside = root.parent / f".{root.name}.new"
            hand.remove(beside)
            hand.make_folder(beside)
            hand.write_tree(beside, root_files())
            hand.move(beside, root)
        except OSError as error:
            raise ReportError(cannot_write(root, error)) from error
        return cls(root, HashedTuples())

    @classmethod
    def open(cls, root: Path, warn: Warn, *, step: Step = unhindered) -> Archive:
        """Open an archive; what an interrupted writer left is finished or set aside, and told.

        Raises :class:`ReportError` A001 when there is none, A004 when it is of a kind that this
        program does not know.
        """
        archive = cls(root, read_layout(root))
        if recovery.is_interrupted(root) or (root / LOCK).exists():
            archive._recover(warn, step)
        return archive

    def _recover(self, warn: Warn, step: Step) -> None:
        """Recover unless a writer is at work, or nothing can be written: then reading goes on."""
        try:
            with locked(self.root, wait=0):
                recovery.recover(self.root, self.layout, Hand(step), warn)
        except ReportError as error:
            if error.diagnostic.code != "A005":
                warn(error.diagnostic)

    def home(self, work: str) -> Path:
        """Return the root of the object of a work, whether it is there or not."""
        return self.root / self.layout.place(work)

    def has(self, work: str) -> bool:
        """Say whether the archive holds a work."""
        return self.home(work).is_dir()

    def works(self) -> Iterator[Inventory]:
        """Yield the inventory of every work, in the order of the folders.

        Raises :class:`ReportError` A017 for an inventory that cannot be read.
        """
        for path in objects(self.tree, Judge()):
            yield self._inventory(path)

    def inventory(self, work: str) -> Inventory:
        """Return the inventory of a work.

        Raises :class:`ReportError` A010 when the archive does not hold it, A017 when its
        inventory cannot be read.
        """
        path = self.layout.place(work)
        if not self.has(work):
            raise ReportError(finding("A010", Place(str(self.root), 0), work=work))
        return self._inventory(path)

    def _inventory(self, path: str) -> Inventory:
        try:
            return read_inventory(self.tree.read(f"{path}/{FILE}"))
        except (OSError, ValueError) as error:
            place = Place(f"{self.root}/{path}/{FILE}", 0)
            raise ReportError(finding("A017", place, reason=str(error))) from None

    def read(self, inventory: Inventory, number: int, logical: str) -> bytes:
        """Return the bytes of a file of an edition, proved by their digest.

        Raises :class:`ReportError` A011 when there is no such edition or no such file in it, A017
        when the bytes are not those that were archived.
        """
        home = self.layout.place(inventory.id)
        try:
            path = inventory.content_path(number, logical)
            wanted = inventory.version(number).state[logical]
        except LookupError:
            place = Place(f"{self.root}/{home}", 0)
            what = f"{logical}@{number}"
            raise ReportError(finding("A011", place, edition=what)) from None
        place = Place(f"{self.root}/{home}/{path}", 0)
        if fault := unsafe(path):
            raise ReportError(finding("A012", place, path=path, reason=fault))
        try:
            data = self.tree.read(f"{home}/{path}")
        except OSError as error:
            reason = error.strerror or str(error)
            raise ReportError(finding("A017", place, reason=reason)) from None
        if digest(data) != wanted:
            raise ReportError(finding("A017", place, reason="its digest is another one"))
        return data

    def edition(self, inventory: Inventory, number: int) -> Mapping[str, bytes]:
        """Return all files of an edition by logical path, each proved by its digest."""
        try:
            state = inventory.version(number).state
        except IndexError:
            place = Place(str(self.home(inventory.id)), 0)
            raise ReportError(finding("A011", place, edition=f"v{number}")) from None
        return {logical: self.read(inventory, number, logical) for logical in sorted(state)}

    def add(
        self,
        work: str,
        files: Mapping[str, bytes],
        *,
        created: datetime,
        message: str,
        user: User,
        warn: Warn,
        passing: Collection[str] = (),
        sign: Sign | None = None,
        wait: float = WAIT,
        step: Step = unhindered,
    ) -> Inventory:
        """Add an edition of a work: the files are in the archive, synced, or nothing has changed.

        Args:
            work: identifier of the work, a URN.
            files: the files of the edition by logical path.
            created: when the edition is archived, with a time zone.
            message: why.
            user: who.
            warn: is told of what was repaired, and of an edition that brings nothing new.
            passing: files that tell of the archiving itself: by them alone nothing is new.
            sign: makes the signature of the inventory's digest, to stand beside it.
            wait: seconds to wait for another writer.
            step: is called before each change on the disk.

        Raises :class:`ReportError`: A005 another writer, A006 cannot write, A012 and A013 names,
        A014 identifier, A018 an object of another program.
        """
        self._check(work, files)
        hand = Hand(step)
        with locked(self.root, wait):
            recovery.recover(self.root, self.layout, hand, warn)
            last = self._last(work, hand, warn)
            made = next_step(last, work, files, created=created, message=message, user=user)
            if last and _same(last.versions[-1], made.inventory.versions[-1], passing):
                warn(finding("A015", Place(str(self.root), 0), version=last.head))
                return last
            commit(self.root, self.layout, made, hand, warn, sign)
            return made.inventory

    def adopt(
        self,
        work: str,
        files: Mapping[str, bytes],
        *,
        warn: Warn,
        wait: float = WAIT,
        step: Step = unhindered,
    ) -> bool:
        """Take in a whole object that another archive has given, and that has been judged.

        Returns whether it came in: one that the archive holds already, the same to the byte, is
        left as it is and told (A015). Raises :class:`ReportError`: A005, A006, A014, and A027 when
        the archive holds the work in another form.
        """
        self._check(work, files)
        with locked(self.root, wait):
            hand = Hand(step)
            recovery.recover(self.root, self.layout, hand, warn)
            if self.has(work):
                place = Place(str(self.home(work)), 0)
                if self.tree.read(f"{self.layout.place(work)}/{FILE}") != files[FILE]:
                    raise ReportError(finding("A027", place, work=work))
                warn(finding("A015", place, version=self.inventory(work).head))
                return False
            adopt(self.root, self.layout, work, files, hand, warn)
            return True

    def _check(self, work: str, files: Mapping[str, bytes]) -> None:
        place = Place(str(self.root), 0)
        if not is_urn(work):
            raise ReportError(finding("A014", place, work=work))
        for path in files:
            if reason := unsafe(path):
                raise ReportError(finding("A012", place, path=path, reason=reason))
        if (clashing := clash(files)) is not None:
            raise ReportError(finding("A013", place, path=clashing))

    def _last(self, work: str, hand: Hand, warn: Warn) -> Inventory | None:
        """Return the inventory to go on from, once it is known that nothing hangs loose."""
        home = self.home(work)
        if not home.is_dir():
            return None
        recovery.settle(self.root, home, hand, warn)
        last = self.inventory(work)
        data = self.tree.read(f"{self.layout.place(work)}/{FILE}")
        if last.as_json() != data:
            raise ReportError(finding("A018", Place(str(home), 0), work=work))
        return last


def _same(last: Version, made: Version, passing: Collection[str]) -> bool:
    states = [
        {path: digest for path, digest in version.state.items() if path not in passing}
        for version in (last, made)
    ]
    return states[0] == states[1]


def _holds(root: Path) -> bool:
    return root.is_dir() and any(root.iterdir())
