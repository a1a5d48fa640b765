"""Keeping: parts stand on the shelf of the house, so that no division is set twice the same.

A part is known by all that it is made of: the sheets, the images in them, the styles, the faces,
the standard and its opening. So an edit sets one division anew, and those after it only where
their folios or sides have changed.

Parts are pickled. A shelf in a folder is the user's own, like the compiled modules of Python:
whoever can write there can do all that the user can.
"""

from __future__ import annotations

import copyreg
import io
import pickle
import re
import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from report.compose.galley import Galley
from report.diagnostics import Diagnostic
from report.shelf import key_of
from report.writers.page import style_parts
from report.writers.pdf.divisions import Division
from report.writers.pdf.faces import Face
from report.writers.pdf.openings import Opening
from report.writers.pdf.parts import Contents, Part, Proof
from report.writers.pdf.standards import Standard
from report.writers.pdf.takes import Leg

_IMAGE = re.compile(r'src="assets/([^"]+)"')
_QUICK = 1
"""Level of compression: what is kept is read more often than it is carried."""


class PartShelf:
    """The part of a shelf where the parts of one book stand."""

    def __init__(self, galley: Galley, standard: Standard, paper: str) -> None:
        """Note what all parts of a galley are made of.

        Args:
            galley: the report, composed; its sheets are not looked at.
            standard: what the file promises.
            paper: the style sheet of the paper.
        """
        options = galley.report.options
        styles = style_parts(galley, lambda name, media_type, data: name, paper)
        self.total = any("counter(pages" in part for part in styles)
        self._shelf = galley.house.shelf
        self._report = galley.report
        self._faces_key = key_of("faces", [face.sha256 for face in galley.house.faces])
        chosen = (galley.chapters, options.justify, options.unstretched, options.profile)
        language = galley.report.metadata.language
        common = (*styles, self._faces_key, standard.value, language, repr(chosen))
        self._common = key_of("book", common)
        self._keys: dict[Division, str] = {}
        self._faces: dict[str, Face] = {}

    def proof(self, division: Division, opening: Opening) -> Proof | None:
        """Return what is known of a division, if it would be laid out the same there."""
        kept = self._shelf.find(key_of("proof", self._proof_made_of(division, opening)))
        if kept is None:
            return None
        proof: Proof = pickle.loads(kept)
        return proof if proof.holds(opening) else None

    def keep_proof(self, division: Division, proof: Proof) -> None:
        """Keep what is known of a division."""
        key = key_of("proof", self._proof_made_of(division, proof.opening))
        self._shelf.keep(key, pickle.dumps(proof))

    def leg(self, leg: Leg) -> int | None:
        """Return the number of sheets of a leg that are its take, if it has been laid out."""
        kept = self._shelf.find(self._leg_key(leg))
        return None if kept is None else int(kept)

    def keep_leg(self, leg: Leg, sheets: int, proof: Proof) -> None:
        """Keep the number of sheets of a leg that are its take, and what is known of them."""
        self._shelf.keep(self._leg_key(leg), str(sheets).encode())
        if sheets:
            self.keep_proof(leg.take(sheets), proof)

    def part(self, division: Division, opening: Opening) -> bytes | None:
        """Return the part of a division, packed, ``None`` where it is not kept with its faces."""
        kept = self._shelf.find(self._part_key(division, opening))
        return kept if kept is not None and all(map(self._knows, face_names(kept))) else None

    def keep_part(self, division: Division, opening: Opening, data: bytes) -> None:
        """Keep a part that has been packed; its faces are known."""
        self._shelf.keep(self._part_key(division, opening), data)

    def said(self) -> tuple[Diagnostic, ...] | None:
        """Return what was found when the styles were read, ``None`` if they have not been."""
        kept = self._shelf.find(key_of("styles", [self._common]))
        return None if kept is None else pickle.loads(kept)

    def keep_said(self, findings: Iterable[Diagnostic]) -> None:
        """Keep what was found when the styles were read."""
        self._shelf.keep(key_of("styles", [self._common]), pickle.dumps(tuple(findings)))

    def know(self, name: str, face: Face) -> None:
        """Take note of a face by the name that content streams have for it."""
        if name not in self._faces:
            self._faces[name] = face
            key = self._face_key(name)
            if self._shelf.find(key) is None:
                self._shelf.keep(key, pickle.dumps(face))

    def unpacked(self, data: bytes) -> Part:
        """Return a part from what :func:`packed` has made of it; its faces are known."""
        _, length, held = data.split(b"\n", 2)
        end = int(length)
        part: Part = _Unpacker(zlib.decompress(held[:end]), self._faces, held[end:]).load()
        return part

    def _proof_made_of(self, division: Division, opening: Opening) -> Iterator[str]:
        yield self._key(division)
        yield repr((opening.later, opening.blind))

    def _knows(self, name: str) -> bool:
        """Say whether a face is known, or find it on the shelf."""
        if name not in self._faces:
            kept = self._shelf.find(self._face_key(name))
            if kept is None:
                return False
            self._faces[name] = pickle.loads(kept)
        return True

    def _part_key(self, division: Division, opening: Opening) -> str:
        return key_of("part", [self._key(division), repr(opening)])

    def _leg_key(self, leg: Leg) -> str:
        return key_of("leg", [self._key(leg.window), str(leg.least)])

    def _face_key(self, name: str) -> str:
        return key_of("face", [self._faces_key, name])

    def _key(self, division: Division) -> str:
        known = self._keys.get(division)
        if known is None:
            known = self._keys[division] = key_of("division", self._made_of(division))
        return known

    def _made_of(self, division: Division) -> Iterator[str | bytes]:
        yield self._common
        yield repr((division.matter, division.apart, division.led))
        for sheet in division.sheets:
            yield repr((sheet.name, sheet.matter, sheet.kind, sheet.language))
            yield sheet.body
            for name in _IMAGE.findall(sheet.body):
                asset = self._report.asset(name)
                yield sha256(asset.data).hexdigest() if asset else "missing"


def packed(part: Part) -> bytes:
    """Return a part as bytes; of its faces only the names, for those are the same in many.

    What stands on its pages comes last, as it is: it is compressed, and seldom looked at.
    """
    out = _Compressed()
    _Packer(out).dump(part)
    made = out.closed()
    names = " ".join(part.faces)
    return b"%s\n%d\n%s%s" % (names.encode(), len(made), made, part.contents.data)


def face_names(data: bytes) -> list[str]:
    """Return the names of the faces of a packed part."""
    names, _, _ = data.partition(b"\n")
    return names.decode().split()


class _Compressed:
    """A file that is compressed as it is written: as a whole it would weigh as much as the part."""

    def __init__(self) -> None:
        self._press = zlib.compressobj(_QUICK)
        self._made: list[bytes] = []

    def write(self, data: Any) -> None:
        self._made.append(self._press.compress(data))

    def closed(self) -> bytes:
        """Return all that was written."""
        return b"".join((*self._made, self._press.flush()))


def _face(name: str) -> Face:
    """Stand for a face in a pickle; who reads it knows the faces."""
    raise LookupError(name)


def _named(face: Face) -> tuple[Any, tuple[str]]:
    return _face, (face.hash,)


def _contents(ends: tuple[int, ...]) -> Contents:
    """Stand for what is on the pages, which comes behind the pickle."""
    raise LookupError(ends)


def _apart(contents: Contents) -> tuple[Any, tuple[tuple[int, ...]]]:
    return _contents, (contents.ends,)


class _Packer(pickle.Pickler):
    def __init__(self, file: Any) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        # A ``persistent_id`` would be asked for each number and each text of a part.
        self.dispatch_table = {**copyreg.dispatch_table, Face: _named, Contents: _apart}


class _Unpacker(pickle.Unpickler):
    def __init__(self, data: bytes, faces: dict[str, Face], contents: bytes) -> None:
        super().__init__(io.BytesIO(data))
        self._faces = faces
        self._contents = contents

    def find_class(self, module: str, name: str) -> Any:
        if module == __name__:
            match name:
                case _face.__qualname__:
                    return self._faces.__getitem__
                case _contents.__qualname__:
                    return lambda ends: Contents(self._contents, ends)
        return super().find_class(module, name)
