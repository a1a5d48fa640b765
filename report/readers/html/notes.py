"""Notes: references and the notes that they lead to, as pages and programs write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from report.readers.html.inlines import is_backlink
from report.readers.html.page import (
    Element,
    elements,
    is_blank,
    line_of_page,
    name_of,
    take_out,
    text_of,
    tokens_of,
)

_NUMBER: Final = re.compile(
    r"[\[({]?\s*(?:[\d٠-٩۰-۹]{1,4}|[*†‡§]{1,3}|[a-zivxأ-ي]{1,4}|(?:note|ملاحظة|هامش|حاشية)\s?[\d٠-٩۰-۹]{1,3})\s*[\])}]?"
)
_SURE: Final = re.compile("noteref|footnote|endnote|fnref|_ftnref|_ednref|cite_ref|fn-ref|\\bfn\\b")
_RETURNS: Final = re.compile(
    r"^[\s\u200e\u200f]*(?:[↑^↩⤴]\ufe0e?|(?:[a-zأ-ي]\s)*)[\s\u200e\u200f]*$"
)
_OPENING: Final = re.compile(
    r"^\s*(?:[↑^]\s*)?(?:[\[(]?[\d٠-٩۰-۹]{1,4}[\])]|[*†‡]{1,3}(?=\s))?[\s.]*"
)
_HOLDERS: Final = ("li", "dd", "aside", "p", "div")
_LONGEST: Final = 6_000
"""Letters of a note; a link to more than this leads to a chapter."""


@dataclass(slots=True)
class Notes:
    """The references of a page with the labels that they lead to, and the notes by label."""

    references: dict[Element, str] = field(default_factory=dict)
    entries: list[tuple[str, Element]] = field(default_factory=list)


def take_notes(body: Element) -> Notes:
    """Find the notes of a page and take them out of its text."""
    targets = _targets(body)
    notes, labels = Notes(), dict[Element, str]()
    known: dict[Element, frozenset[str] | None] = {}
    for link in list(body.iter("a")):
        target = targets.get((link.get("href") or "").strip().removeprefix("#"))
        if not (link.get("href") or "").strip().startswith("#") or target is None:
            continue
        if not _NUMBER.fullmatch(text_of(link)) or is_backlink(link):
            continue
        holder = _holder(target)
        if holder is None:
            continue
        if holder not in known:
            # Many links may lead to one place: it is looked at once.
            known[holder] = _links_of(holder)
        back = known[holder]
        if back is None or not _refers(link, holder, back):
            continue
        if holder not in labels:
            labels[holder] = str(len(labels) + 1)
        notes.references[_whole(link)] = labels[holder]
    ids = _ids_of(notes.references)
    for holder, label in labels.items():
        _clean(holder, ids)
        notes.entries.append((label, holder))
    for _, holder in notes.entries:
        around = holder.getparent()
        take_out(holder)
        _take_empty(around, body)
    return notes


def _targets(body: Element) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for element in body.iter():
        if isinstance(element.tag, str):
            for name in (element.get("id"), element.get("name")):
                if name:
                    found.setdefault(name, element)
    return found


def _holder(target: Element) -> Element | None:
    """Return the block that a note fills: the item, the paragraph, the box around its anchor."""
    box = target
    while box is not None and name_of(box) not in _HOLDERS:
        parent = box.getparent()
        if parent is None or name_of(box) in {"h1", "h2", "h3", "h4", "h5", "h6", "body", "table"}:
            return None
        box = parent
    around = box.getparent()
    # Word: <div id="ftn1"><p><a name="_ftn1">: the box holds all paragraphs of the note.
    if around is not None and re.fullmatch(
        r"(?:ftn|edn|fn|footnote|note)[-_]?\d+", around.get("id") or ""
    ):
        box = around
    return box


def _links_of(holder: Element) -> frozenset[str] | None:
    """Return where the links in a note lead on the page; ``None`` for what is too long for one."""
    if len(text_of(holder)) > _LONGEST:
        return None
    return frozenset((a.get("href") or "").removeprefix("#") for a in holder.iter("a"))


def _refers(link: Element, holder: Element, links: frozenset[str]) -> bool:
    """Tell whether a link is a reference: it looks so, and the note is no part of its own line."""
    near = [link, *_around(link, 2)]
    if holder in _around(link, 40):
        return False
    if any(_SURE.search(token) for e in near for token in (*tokens_of(e), e.get("name") or "")):
        return not _comes_before(holder, link)
    roles = " ".join(f"{e.get('role') or ''} {e.get('epub:type') or ''}" for e in near)
    if "noteref" in roles:
        return True
    raised = any(name_of(e) == "sup" for e in near)
    own = {e.get("id") or e.get("name") for e in (link, *_around(link, 2))} - {None}
    return (raised or bool(own & links)) and not _comes_before(holder, link)


def _around(element: Element, steps: int) -> list[Element]:
    found: list[Element] = []
    parent = element.getparent()
    while parent is not None and len(found) < steps:
        found.append(parent)
        parent = parent.getparent()
    return found


def _comes_before(holder: Element, link: Element) -> bool:
    """Tell whether a block stands above a link: then the link leads back, not to a note."""
    return line_of_page(holder) < line_of_page(link)


def _whole(link: Element) -> Element:
    """Return the raised element around a reference if it holds nothing else."""
    parent = link.getparent()
    if parent is not None and name_of(parent) in {"sup", "span"} and len(elements(parent)) == 1:
        rest = f"{parent.text or ''}{link.tail or ''}".strip(" []()\n\t")
        if not rest:
            return parent
    return link


def _ids_of(references: dict[Element, str]) -> set[str]:
    """Return the names by which notes lead back to their references."""
    found: set[str] = set()
    for reference in references:
        for element in (reference, *_around(reference, 1), *reference.iter()):
            found |= {name for name in (element.get("id"), element.get("name")) if name}
    return found


def _clean(holder: Element, ids: set[str]) -> None:
    """Take out of a note what leads back to its reference, and the number that it begins with."""
    for link in list(_back(holder, ids)):
        parent = link.getparent()
        take_out(link)
        if parent is not None and parent is not holder and _RETURNS.match(text_of(parent)):
            take_out(parent)
    first: Element | None = holder
    while first is not None and is_blank(first.text):
        below = elements(first)
        if below and is_blank(text_of(below[0])) and name_of(below[0]) != "img":
            first.text, first = (first.text or "") + (below[0].tail or ""), first
            first.remove(below[0])
            continue
        first = below[0] if below else None
    if first is not None and first.text:
        first.text = _OPENING.sub("", first.text, count=1)


def _back(holder: Element, ids: set[str]) -> Iterator[Element]:
    for element in holder.iter():
        if not isinstance(element.tag, str) or element is holder:
            continue
        leads = name_of(element) == "a" and (element.get("href") or "").removeprefix("#") in ids
        if leads or is_backlink(element):
            yield element


def _take_empty(around: Element | None, body: Element) -> None:
    """Take out the lists and boxes that held nothing but notes."""
    while around is not None and around is not body and name_of(around) in {
        "ol", "ul", "dl", "div", "section", "aside", "footer",
    }:  # fmt: skip
        parent = around.getparent()
        left = [e for e in elements(around) if name_of(e) != "hr"]
        if left or not is_blank(text_of(around)):
            return
        take_out(around)
        around = parent
