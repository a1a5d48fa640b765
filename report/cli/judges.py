"""EDGE: what books are held against: our own checks, the validators, and what readers read."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path, PurePath

import pikepdf

from report.checks.epub import check_epub, is_ours
from report.checks.epub.tracing import traced
from report.checks.exchange import check_exchange
from report.checks.pdf import check_pdf, promised_flavours
from report.checks.proof import EPUB_READERS, Proof, prove, summary
from report.compose.brief import brief_of
from report.diagnostics import Diagnostic, ReportError
from report.model.assets import Asset
from report.model.document import Report
from report.press import Books, prepare
from report.readers.source import Source
from report.tools import ace, epubcheck, find_ace
from report.verapdf import validate


def judge_books(
    books: Books, slug: str, *, for_press: bool
) -> tuple[list[Diagnostic], dict[str, dict[str, object]]]:
    """Judge books before they are written; also return what the manifest says of the proof.

    The validators want files: the books are laid in a folder that goes again.
    """
    found: list[Diagnostic] = []
    proofs: tuple[Proof, ...] = ()
    families = {face.family for face in books.galley.house.faces}
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        if books.epub is not None:
            path = Path(folder, f"{slug}.epub")
            path.write_bytes(books.epub)
            report = books.galley.report
            judged = judge_epub(path, families)
            found += traced(report, books.epub, path.name, judged)
            proofs += prove(report, books.epub, path.name, EPUB_READERS)
        if books.pdf is not None:
            path = Path(folder, f"{slug}.pdf")
            path.write_bytes(books.pdf)
            found += (
                check_exchange(books.pdf, path.name) if for_press else judge_pdf(path, families)
            )
            proofs += prove(books.galley.report, books.pdf, path.name)
    found += (finding for proof in proofs for finding in proof.findings)
    return found, summary(proofs)


def judge_epub(path: Path, families: Collection[str]) -> list[Diagnostic]:
    """Judge an EPUB by our checks, EPUBCheck, and Ace where it is installed.

    A book of the press may embed the families of the house alone, one from elsewhere any.
    """
    data = path.read_bytes()
    found = list(check_epub(data, path.name, families if is_ours(data) else None))
    found += epubcheck([path])
    try:
        find_ace()
    except ReportError:
        return found
    return found + list(ace([path]))


def judge_pdf(path: Path, families: Collection[str] = ()) -> list[Diagnostic]:
    """Judge a PDF by our checks, and by veraPDF for what it promises."""
    data = path.read_bytes()
    found = list(check_pdf(data, path.name, families))
    if flavours := promised_flavours(data):
        found += validate({path: flavours})
    return found


def prove_itself(path: Path) -> tuple[Proof, ...]:
    """Compare a PDF of the press with the source that it carries; nothing for other files."""
    data = path.read_bytes()
    source, profile, cited = _carried(data)
    if source is None:
        return ()
    report: Report = prepare(source, lambda finding: None, partial(_cited, files=cited))
    return prove(brief_of(report) if profile == "brief" else report, data, path.name)


def _cited(report: Report, files: Mapping[str, bytes]) -> tuple[Asset, ...]:
    """Return the files of sources that a report names, out of those that its book carries."""
    names = {name: PurePath(name).name for name in report.options.bibliography}
    return tuple(Asset(n, "", files[file]) for n, file in names.items() if file in files)


def _carried(data: bytes) -> tuple[Source | None, str, Mapping[str, bytes]]:
    """Return what a PDF of the press was made from: its source, its profile, what it cites."""
    source, profile = None, ""
    cited: dict[str, bytes] = {}
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            for name, file in pdf.attachments.items():
                held = file.get_file()
                if file.relationship == pikepdf.Name.Source and name.startswith("source."):
                    source = Source(name, held.mime_type, held.read_bytes())
                elif name == "manifest.json":
                    profile = str(json.loads(held.read_bytes()).get("profile", ""))
                elif file.relationship == pikepdf.Name.Source:
                    cited[name] = held.read_bytes()
    except (pikepdf.PdfError, ValueError, AttributeError):
        return None, "", {}
    return source, profile, cited
