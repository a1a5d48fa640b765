"""Recto: a layout that would begin the text on a verso is given up at the first page of the text.

The imprint then gets a page of its own before the contents and the book is laid out again; so what
is laid out twice is a few pages of front matter, and not a thousand pages of text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from report.writers.pdf.folios import TEXT

_wanted: ContextVar[bool] = ContextVar("the text has to begin on a recto", default=False)


class BeginsVerso(Exception):
    """The text would begin on a verso."""


@contextmanager
def recto_wanted() -> Iterator[None]:
    """Let a layout that begins its text on a verso raise :class:`BeginsVerso`."""
    token = _wanted.set(True)
    try:
        yield
    finally:
        _wanted.reset(token)


def first_text_page(original: Any) -> Callable[..., Any]:
    """Replace ``make_page``: look where the text begins before its first page is made."""

    def make(
        context: Any, root: Any, kind: Any, resume_at: Any, number: int, *rest: Any, **named: Any
    ) -> Any:
        if kind.name == TEXT and context.__dict__.setdefault("_text_begins", number) == number:
            if number % 2 == 0 and _wanted.get():
                raise BeginsVerso
        return original(context, root, kind, resume_at, number, *rest, **named)

    return make
