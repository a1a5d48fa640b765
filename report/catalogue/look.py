"""Look: how the site appears: templates, styles, script, faces; and the files made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from report.catalogue.faces import face_rules, path_of
from report.catalogue.folding import Folding, read_folding
from report.compose.galley import Face

STYLE = "assets/site.css"
SCRIPT = "assets/search.js"
ICON = "assets/icon.svg"


@dataclass(frozen=True, slots=True)
class Look:
    """The files that the look of the site is made of, read at the edge.

    ``templates`` are those of the site by file name; ``book_styles`` the sheets that the books
    share, in their order; ``licences`` the texts that go with the faces, by file name.
    """

    templates: Mapping[str, str]
    book_styles: tuple[str, ...]
    style: str
    script: str
    icon: str
    folding_table: str
    faces: tuple[Face, ...] = field(repr=False)
    licences: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def folding(self) -> Folding:
        """How search folds words."""
        return read_folding(self.folding_table)

    @property
    def digest(self) -> str:
        """A digest of all that pages are made with."""
        texts = (
            *(f"{name}\0{text}" for name, text in sorted(self.templates.items())),
            *self.book_styles,
            self.style,
            self.script,
            self.folding_table,
            *(face.sha256 for face in self.faces),
        )
        return sha256("\0".join(texts).encode()).hexdigest()

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield styles, script, icon and licences."""
        yield STYLE, self._style_sheet().encode()
        yield SCRIPT, self.script.encode()
        yield ICON, self.icon.encode()
        for name, data in self.licences.items():
            yield f"fonts/{name}", data

    def face_files(self) -> Mapping[str, Face]:
        """Return the faces by their paths in the site."""
        return {path_of(face): face for face in self.faces}

    def _style_sheet(self) -> str:
        """Join the styles: those of the books in a layer, so that the site has the last word."""
        books = "\n".join(self.book_styles)
        return f"{face_rules(self.faces)}\n@layer book {{\n{books}}}\n{self.style}"


def counters_path(counters: str) -> str:
    """Return where the counter styles of a book stand: books of one region share them.

    >>> counters_path("")
    'assets/counters-e3b0c442.css'
    """
    return f"assets/counters-{sha256(counters.encode()).hexdigest()[:8]}.css"
