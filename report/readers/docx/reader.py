"""The reader of documents: from a package to a report, each step with what it took and left."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from report.diagnostics import Diagnostic, Place, ReportError, Warn
from report.model.document import Note, Report
from report.model.walk import inline_text
from report.readers.article.tongues import language_of
from report.readers.article.tree import Head, grow, parted
from report.readers.docx.blocks import read_blocks, read_pieces
from report.readers.docx.headings import find_title, level_headings, settle_levels
from report.readers.docx.inlines import USUAL_REGIONS
from report.readers.docx.metadata import described_title, metadata_of
from report.readers.docx.names import W, val, value_of
from report.readers.docx.numbering import read_lists
from report.readers.docx.opening import Opening, take_opening, without_letterhead
from report.readers.docx.package import Element, Package, main_part, open_package
from report.readers.docx.paragraphs import Para
from report.readers.docx.reading import Reading
from report.readers.docx.setting import set_flow
from report.readers.docx.styles import read_styles
from report.readers.shaping import Flow, shape
from report.readers.source import Source, refuse_large
from report.readers.tongue import tag_of
from report.rules import Phrase, finding


def read_docx(source: Source, warn: Warn) -> Report:
    """Read a document of Word.

    Raises :class:`ReportError` for what is no such document (S201), would fill the memory (S202),
    has a document type or entities (S204), or holds no text (S020).
    """
    findings: list[Diagnostic] = []
    try:
        return _read(source, findings.append)
    finally:
        for found in sorted(findings, key=lambda found: (found.place or Place(source.name, 0))[1:]):
            warn(found)


def _read(source: Source, warn: Warn) -> Report:
    refuse_large(len(source.data), source.media_type, source.name)
    package = open_package(source.data, source.name, warn)
    part = main_part(package)
    root = package.tree(part)
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise ReportError(finding("S201", Place(source.name, 0), reason=Phrase("it has no text")))
    styles = read_styles(_tree(package, part, "styles"))
    lists = read_lists(_tree(package, part, "numbering"), styles)
    reading = Reading(package, part, styles, lists, warn)
    reading.language = _language(body, warn, source.name)
    reading.labels = _labels(body)
    pieces = read_pieces(reading, body)
    paras = [piece for piece in pieces if isinstance(piece, Para)]
    if not any(para.text for para in paras) and len(pieces) == len(paras):
        raise ReportError(finding("S020", Place(source.name, 0)))
    described = described_title(package)
    guessed = level_headings(pieces)
    title, held = find_title(pieces, described, warn)
    opening = Opening()
    if held is not None:
        pieces = without_letterhead(pieces, held, warn)
        opening = take_opening(pieces, held, reading.language, warn)
    settle_levels(guessed, warn)
    flow = shape(set_flow(reading, pieces), warn)
    if not title:
        flow, title = _named(flow, described, source.name, warn)
    notes = _notes(reading)
    _report_left_out(reading, package, part)
    _levels(flow, warn)
    inside, back = parted(grow(flow, reading.language))
    return Report(
        metadata_of(package, title, opening, reading.language, warn),
        body=inside,
        back=back,
        notes=notes,
        assets=tuple(reading.assets.values()),
    )


def _tree(package: Package, part: str, kind: str) -> Element | None:
    name = package.related(part, kind)
    return None if name is None else package.tree(name)


def _language(body: Element, warn: Warn, name: str) -> str:
    """Return the language of the words, with the country that their author chose, if any."""
    text = "".join(t.text or "" for t in body.iter(f"{W}t"))[:200_000]
    told = language_of(text)
    warn(finding("S019", Place(name, 0), language=told))
    marks: Counter[str] = Counter()
    for element in body.iter(f"{W}lang"):
        for tag in (val(element, "bidi"), val(element)):
            if (known := tag_of(tag)) and known.split("-")[0] == told:
                marks[known] += 1
    best = marks.most_common(1)
    return best[0][0] if best and best[0][0] not in USUAL_REGIONS else told


def _labels(body: Element) -> dict[str, str]:
    """Return labels for the bookmarks that links inside the document lead to."""
    wanted: set[str] = set()
    for link in body.iter(f"{W}hyperlink"):
        if anchor := val(link, "anchor"):
            wanted.add(anchor)
    for text in body.iter(f"{W}instrText"):
        words = (text.text or "").replace('"', " ").split()
        wanted |= {after for word, after in pairwise(words) if word == "\\l"}
    found: dict[str, str] = {}
    for paragraph in body.iter(f"{W}p"):
        if value_of(paragraph.find(f"{W}pPr"), "pStyle") is None:
            continue
        for mark in paragraph.iter(f"{W}bookmarkStart"):
            name = val(mark, "name") or ""
            if name in wanted and not name.startswith("_Toc"):
                found.setdefault(name, f"sec-{len(found) + 1}")
    return found


def _notes(reading: Reading) -> tuple[Note, ...]:
    """Return the notes that the text refers to, in the order in which it does."""
    notes: list[Note] = []
    done: set[tuple[str, str]] = set()
    main = reading.part
    while pending := [key for key in reading.notes if key not in done]:
        for kind, identity in pending:
            done.add((kind, identity))
            part = reading.package.related(main, kind)
            root = None if part is None else reading.package.tree(part)
            tag = f"{W}{kind.removesuffix('s')}"
            elements = [] if root is None else list(root.iter(tag))
            element = next((e for e in elements if val(e, "id") == identity), None)
            label = reading.notes[kind, identity]
            if element is None or part is None:
                continue
            reading.part = part
            content = read_blocks(reading, element)
            reading.part = main
            notes.append(Note(label, content, at=reading.at))
    return tuple(notes)


def _named(flow: Flow, described: str, name: str, warn: Warn) -> tuple[Flow, str]:
    """Name a document without a title: by its properties, its first heading, its first words."""
    if described:
        warn(finding("S017", Place(name, 0), text=described))
        return flow, described
    heads = [part for part in flow if isinstance(part, Head)]
    if heads and flow[0] is heads[0] and all(h.level > heads[0].level for h in heads[1:]):
        title = " ".join(inline_text(heads[0].title).split())
        warn(finding("S017", heads[0].at, text=title))
        return flow[1:], title
    words = next((w for part in flow if (w := _words(part))), [name])
    title = " ".join(words[:8])
    warn(finding("S018", Place(name, 0), text=title))
    return flow, title


def _words(part: object) -> list[str]:
    content = getattr(part, "title", None) or getattr(part, "content", None)
    try:
        return inline_text(content).split() if content else []
    except AssertionError:
        return []


def _levels(flow: Flow, warn: Warn) -> None:
    above = 0
    for part in flow:
        if isinstance(part, Head):
            if above and part.level > above + 1:
                warn(finding("D005", part.at, level=part.level, above=above))
            above = part.level


def _report_left_out(reading: Reading, package: Package, part: str) -> None:
    """Say what of the document is not in the report."""
    whole = Place(package.name, 0)
    changes = reading.changes
    if changes:
        counts = {kind: changes[kind] for kind in ("insertions", "deletions")}
        reading.warn(finding("S205", reading.first_change, **counts))
    comments = reading.left_out.pop("comments", 0)
    if comments:
        reading.warn(finding("S206", whole, count=comments, text=_first_comment(package, part)))
    if reading.left_out:
        what = ", ".join(f"{count} {kind}" for kind, count in sorted(reading.left_out.items()))
        reading.warn(finding("S207", whole, what=Phrase(what)))
    for link in package.relationships(part).values():
        if link.kind in {"header", "footer"} and not link.outside and link.target in package.parts:
            root = package.tree(link.target)
            text = "" if root is None else " ".join(t.text or "" for t in root.iter(f"{W}t"))
            if text := " ".join(text.split()):
                kind = Phrase(f"the {link.kind} of the pages")
                reading.warn(finding("S012", whole, text=text, kind=kind))


def _first_comment(package: Package, part: str) -> str:
    root = _tree(package, part, "comments")
    first = None if root is None else root.find(f"{W}comment")
    return "" if first is None else " ".join(t.text or "" for t in first.iter(f"{W}t"))
