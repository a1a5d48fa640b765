"""Proof: the text that readers take out of the books is the text of the manuscript.

Two extractors that share no code read the pages: PDFium, which is Chrome's, and pypdf. The EPUB is
read as it is unpacked, and nothing less than every word will do. What they read is compared with
the report word by word and in order (:mod:`report.checks.wordmatch`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType

import pypdf
import pypdfium2

from report.checks.epub.reading import read_epub
from report.checks.wordmatch import Miss, compare
from report.compose.charts import as_text
from report.compose.numbering import runs_in_order
from report.diagnostics import Diagnostic, Place
from report.model.blocks import Blocks, CodeBlock
from report.model.document import Report
from report.model.inlines import CrossRef, Inline, Inlines, Text
from report.model.walk import all_blocks, children, inline_text, with_children
from report.rules import Phrase, finding

Extract = Callable[[bytes], Sequence[str]]

MOST_FINDINGS = 20
"""Words told of one reader: who has lost more has lost the page, and a longer list says no more."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text of the report and where its source has it."""

    text: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Proof:
    """What one reader made of the book: the words of the report, and those it has not intact."""

    reader: str
    words: int
    intact: int
    findings: tuple[Diagnostic, ...]

    @property
    def share(self) -> float:
        """The words intact as a share of all."""
        return self.intact / self.words if self.words else 1.0


def read_with_pdfium(pdf: bytes) -> tuple[str, ...]:
    """Return the text of each page as PDFium reads it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def read_with_pypdf(pdf: bytes) -> tuple[str, ...]:
    """Return the text of each page as pypdf reads it."""
    return tuple(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


READERS: Mapping[str, Extract] = MappingProxyType(
    {"pdfium": read_with_pdfium, "pypdf": read_with_pypdf}
)
EPUB_READERS: Mapping[str, Extract] = MappingProxyType({"epub": read_epub})


def passages(report: Report) -> tuple[Passage, ...]:
    """Return the text of a report in the order in which a reader meets it: notes come last.

    >>> from report.model.document import Metadata
    >>> passages(Report(Metadata(title="الموجز")))
    (Passage(text='الموجز', place=None),)
    """
    said = [Passage(report.metadata.title, None)]
    for _, division in report.divisions():
        said.extend(_said(division.title, division.content))
    for note in report.notes:
        said.extend(_said((), note.content))
    return tuple(passage for passage in said if passage.text.strip())


def _said(title: Inlines, content: Blocks) -> Iterator[Passage]:
    content = as_text(content)
    for run in (title, *runs_in_order(content)):
        yield Passage(_own_words(run), run[0].at if run else None)
    for block in all_blocks(content):
        if isinstance(block, CodeBlock):
            yield Passage(block.text, block.at)


_WORDED = "\ufffc"
"""Stands for a reference that the press words: what is written to it is one word with it."""


def _own_words(run: Inlines) -> str:
    """Return the words of a run that are the report's alone.

    >>> _own_words((Text("خلافاً ل"), CrossRef("tbl-1"), Text("، ثم")))
    'خلافاً   ثم'
    """
    said = inline_text(tuple(map(_marked, run)))
    return re.sub(rf"[^\s{_WORDED}]*{_WORDED}[^\s{_WORDED}]*", " ", said)


def _marked(inline: Inline) -> Inline:
    if isinstance(inline, CrossRef) and not inline.content:
        return Text(_WORDED)
    inside = children(inline)
    return with_children(inline, tuple(map(_marked, inside))) if inside else inline


def prove(
    report: Report, book: bytes, name: str, readers: Mapping[str, Extract] = READERS
) -> tuple[Proof, ...]:
    """Read a book with every reader and compare it with its report.

    Args:
        report: the report that the book was made of.
        book: the bytes of the book.
        name: what the findings call it where the source has no place.
        readers: who reads it; those of PDF, or :data:`EPUB_READERS`.
    """
    said = passages(report)
    texts = [passage.text for passage in said]
    proofs = []
    for reader, extract in readers.items():
        match = compare(texts, extract(book))
        told = tuple(
            _tell(reader, miss, said[miss.passage], name) for miss in match.misses[:MOST_FINDINGS]
        )
        proofs.append(Proof(reader, match.words, match.intact, told))
    return tuple(proofs)


def _tell(reader: str, miss: Miss, passage: Passage, name: str) -> Diagnostic:
    place = passage.place or Place(name, 0)
    if reader in EPUB_READERS:
        return finding("E908", place, word=miss.word, read=miss.read)
    return finding(
        "P401", place, reader=Phrase(reader), page=miss.page + 1, word=miss.word, read=miss.read
    )


def summary(proofs: Sequence[Proof]) -> dict[str, dict[str, object]]:
    """Return what the manifest says of the proof: words and words intact, a reader each."""
    return {
        proof.reader: {
            "words": proof.words,
            "intact": proof.intact,
            "share": round(proof.share, 5),
        }
        for proof in proofs
    }
