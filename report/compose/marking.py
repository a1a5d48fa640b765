"""Marking: the places that were marked for the index, gathered into its entries.

An entry leads to its places by links; what they say is settled by the books: the folios of the
printed pages in print (:mod:`report.writers.locators`), which the EPUB repeats where it knows them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from report.locales import Locale
from report.locales.collation import letter_head, sort_key
from report.model.inlines import IndexMark

_PARTING = "!"


@dataclass(frozen=True, slots=True)
class Marked:
    """A place that is set: its id, empty where it only sends to another entry."""

    name: str
    mark: IndexMark


@dataclass(slots=True)
class Entry:
    """An entry as it is gathered: places, entries below, and where it sends the reader."""

    places: list[str] = field(default_factory=list)
    below: dict[str, Entry] = field(default_factory=dict)
    see: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)


def gather(marks: Sequence[Marked]) -> Entry:
    """Return the entries of an index, as the parts of their names nest.

    >>> found = gather([Marked("mark-1", IndexMark((), "أمن!غذائي"))])
    >>> found.below["أمن"].below["غذائي"].places
    ['mark-1']
    """
    root = Entry()
    for marked in marks:
        here = root
        for part in (marked.mark.entry or "").split(_PARTING):
            if name := " ".join(part.split()):
                here = here.below.setdefault(name, Entry())
        if marked.mark.see:
            here.see.append(marked.mark.see)
            continue
        here.places.append(marked.name)
        if marked.mark.also and marked.mark.also not in here.also:
            here.also.append(marked.mark.also)
    return root


def around_word(piece: str, mark: str) -> tuple[str, str]:
    """Put a mark without words of its own around the word before it, or what stands there.

    An element without content would take the blank behind it out of the line.

    >>> around_word("في الحي ", '<span id="mark-1"></span>')
    ('في ', '<span id="mark-1">الحي</span> ')
    """
    opening, closing, _ = mark.partition("</span>")
    if not closing:
        return piece, mark
    bare = piece.rstrip()
    start = bare.rfind(" ") + 1 if "<" not in bare else 0
    return bare[:start], f"{opening}{bare[start:]}</span>{piece[len(bare) :]}"


class IndexSetter:
    """Sets an index: letters as heads, entries below each other, places as links."""

    def __init__(self, locale: Locale, set_text: Callable[[str], Markup]) -> None:
        self.locale = locale
        self.set_text = set_text
        self.names: dict[tuple[str, ...], str] = {}

    def set(self, marks: Sequence[Marked]) -> str:
        """Return the markup of the whole index."""
        root = gather(marks)
        self._name(root, ())
        letters: dict[str, list[str]] = {}
        for name in self._ordered(root):
            letters.setdefault(letter_head(name, self.locale.language), []).append(name)
        parts = (self._letter(letter, names, root) for letter, names in letters.items())
        return '<div class="letters">\n' + "\n".join(parts) + "\n</div>"

    def _letter(self, letter: str, names: list[str], root: Entry) -> str:
        head = self.locale.number(0) + "–" + self.locale.number(9) if letter == "0" else letter
        items = "\n".join(self._item(name, root.below[name], (name,)) for name in names)
        return (
            f'<div class="letter">\n<p class="letter-head">{escape(head)}</p>\n'
            f'<ul class="index-list">\n{items}\n</ul>\n</div>'
        )

    def _name(self, entry: Entry, path: tuple[str, ...]) -> None:
        for name, inner in entry.below.items():
            self.names[(*path, name)] = f"entry-{len(self.names) + 1}"
            self._name(inner, (*path, name))

    def _ordered(self, entry: Entry) -> list[str]:
        return sorted(entry.below, key=lambda name: sort_key(name, self.locale.language))

    def _item(self, name: str, entry: Entry, path: tuple[str, ...]) -> str:
        said = f'<span class="entry">{self.set_text(name)}</span>'
        comma = escape(self.locale.words["comma"])
        if entry.places:
            links = f"{comma} ".join(
                f'<a class="locator" href="#{place}">{self.locale.number(number)}</a>'
                for number, place in enumerate(entry.places, start=1)
            )
            said += f'{comma} <span class="locators">{links}</span>'
        for word, targets in (("see", entry.see), ("see_also", entry.also)):
            if targets:
                led = "؛ " if self.locale.direction == "rtl" else "; "
                others = led.join(self._target(target) for target in dict.fromkeys(targets))
                said += f'. <span class="see">{escape(self.locale.words[word])}</span> {others}'
        below = "\n".join(
            self._item(inner, entry.below[inner], (*path, inner)) for inner in self._ordered(entry)
        )
        nested = f"\n<ul>\n{below}\n</ul>" if below else ""
        return f'<li id="{self.names[path]}">{said}{nested}</li>'

    def _target(self, target: str) -> str:
        path = tuple(" ".join(part.split()) for part in target.split(_PARTING))
        said = self.set_text(f"{self.locale.words['comma']} ".join(path))
        name = self.names.get(path)
        return f'<a class="crossref" href="#{name}">{said}</a>' if name else said
