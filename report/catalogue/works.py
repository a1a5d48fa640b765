"""Works: what the catalogue knows of each work, as frozen values that can be written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from report.model.document import Metadata

BookKind = Literal["epub", "pdf", "html"]


@dataclass(frozen=True, slots=True)
class Book:
    """A file to acquire. ``path`` is that in the site; ``size`` counts bytes."""

    kind: BookKind
    path: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of the cover; ``width`` and ``height`` count pixels."""

    path: str
    media_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many passages, or what else, had one fate between two editions."""

    fate: str
    number: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since the edition before; ``path`` is that of the page that shows it all."""

    counts: tuple[Count, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Release:
    """An edition as it was published. ``issued`` is RFC 3339 in UTC; ``message`` says why it is."""

    number: int
    identifier: str
    issued: str
    books: tuple[Book, ...]
    message: str = ""
    changes: Changes | None = None

    @property
    def day(self) -> str:
        """The day of issue, ISO 8601."""
        return self.issued[:10]


@dataclass(frozen=True, slots=True)
class Accessibility:
    """What the book says of itself in the terms of schema.org (EPUB Accessibility 1.1, 2.2)."""

    modes: tuple[str, ...] = ()
    sufficient: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    hazards: tuple[str, ...] = ()
    summary: str = ""
    conforms_to: str = ""
    certified_by: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page to read. ``file`` is its name in the folder ``read`` of the work."""

    file: str
    title: str


@dataclass(frozen=True, slots=True)
class Work:
    """A work with all its editions, oldest first. ``slug`` names its folder for ever."""

    urn: str
    slug: str
    metadata: Metadata
    releases: tuple[Release, ...]
    accessibility: Accessibility = Accessibility()
    cover: Picture | None = None
    thumbnail: Picture | None = None
    chapters: tuple[Chapter, ...] = ()
    pages: int = 0

    @property
    def newest(self) -> Release:
        """The newest edition."""
        return self.releases[-1]

    @property
    def folder(self) -> str:
        """The folder of the work in the site."""
        return f"works/{self.slug}"

    @property
    def page(self) -> str:
        """The page of the work in the site."""
        return f"{self.folder}/index.html"

    def people(self, role: str = "aut") -> tuple[str, ...]:
        """Return the names of those who had a role, a MARC relator code."""
        return tuple(c.name for c in self.metadata.contributors if c.role == role)


@dataclass(frozen=True, slots=True)
class Settings:
    """How the site is called and where it will stand; ``base`` ends in a slash or is empty."""

    title: str
    language: str
    base: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All works, in an order that a new one does not change but for its own place at the end."""

    settings: Settings
    works: tuple[Work, ...]

    @property
    def newest_first(self) -> tuple[Work, ...]:
        """The works by the day of their newest edition, those of one day by their identifiers."""
        by_name = sorted(self.works, key=lambda work: work.urn)
        return tuple(sorted(by_name, key=lambda work: work.newest.issued, reverse=True))


def to_form(value: Any) -> Any:
    """Return a value of this module as JSON holds it; what is as usual is left out."""
    if isinstance(value, tuple):
        return [to_form(one) for one in value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    held = ((field, getattr(value, field.name)) for field in fields(value))
    return {field.name: to_form(one) for field, one in held if one != field.default}


def from_form(form: Mapping[str, Any]) -> Work:
    """Return the work that :func:`to_form` wrote. Raises :class:`ValueError` for another form.

    >>> from_form({"urn": "urn:x:1"})
    Traceback (most recent call last):
    ...
    ValueError: it is not the record of a work
    """
    try:
        work = _read(Work, form)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ValueError("it is not the record of a work") from None
    assert isinstance(work, Work)
    return work


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _read(hint: Any, form: Any) -> Any:
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], one) for one in form)
    if isinstance(hint, UnionType) or NoneType in get_args(hint):
        if form is None:
            return None
        (hint,) = (one for one in get_args(hint) if one is not NoneType)
    if is_dataclass(hint) and isinstance(hint, type):
        hints = _hints(hint)
        return hint(**{name: _read(hints[name], one) for name, one in form.items()})
    wanted = str if get_origin(hint) is Literal else hint
    if type(form) is not wanted:
        raise TypeError(form)
    return form
