"""Metadata: what the properties of a document say, but for what the program wrote by itself."""

from __future__ import annotations

import re
from typing import Final

from report.diagnostics import Place, Warn
from report.model.document import Contributor, Metadata
from report.model.names import DC
from report.readers.docx.opening import Opening
from report.readers.docx.package import Package
from report.rules import Phrase, finding

_IDLE: Final = re.compile(
    r"(?:windows )?user(?: ?\d*)?|admin(?:istrator)?|owner|hp|dell|lenovo|acer|asus|toshiba|pc|"
    r"home|microsoft(?: corporation| office user)?|author|unknown|python-docx|un-?named|lap|"
    r"mohamed-pc|مستخدم|المستخدم|كمبيوتر|user[-_ ]?pc|\W*|\d+|apache poi|docx4j|[a-z]{1,3}\d*",
    re.IGNORECASE,
)
_IDLE_TITLE: Final = re.compile(
    r"\W*|microsoft word.*|document ?\d*|untitled.*|مستند ?\d*|doc\d*|.*\.(?:docx?|dotx?|rtf|txt)|"
    r"word document|بسم الله الرحمن الرحيم|kingdom of .{0,20}",
    re.IGNORECASE,
)
_CP: Final = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_APP: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"


def described_title(package: Package) -> str:
    """Return the title in the properties, unless a program put it there."""
    title = _core(package, f"{{{DC}}}title")
    return "" if _IDLE_TITLE.fullmatch(title) else title


def metadata_of(
    package: Package, title: str, opening: Opening, language: str, warn: Warn
) -> Metadata:
    """Return the metadata of the report, each part that was taken as a finding (S029)."""
    whole = Place(package.name, 0)
    written = _core(package, f"{{{DC}}}creator")
    authors = [name for name in re.split(r"\s*[;؛]\s*", written) if not _IDLE.fullmatch(name)]
    # Who the text names has written it; the properties name whose machine it was.
    named = [] if opening.author is None else [opening.author]
    authors = named or authors
    company = _app(package, "Company")
    company = "" if _IDLE.fullmatch(company) else company
    description = _core(package, f"{{{DC}}}description")
    description = "" if "python-docx" in description else description
    listed = re.split(r"\s*[,،;؛]\s*", _core(package, f"{_CP}keywords"))
    subjects = tuple(dict.fromkeys(subject for subject in listed if subject))[:12]
    for part, text in (
        ("the author", "" if named else ", ".join(authors)),
        ("the publisher", company),
        ("the description", description),
        ("subjects", ", ".join(subjects)),
    ):
        if text:
            warn(finding("S029", whole, text=text, part=Phrase(part)))
    return Metadata(
        title=title,
        language=language,
        subtitle=opening.subtitle,
        contributors=tuple(Contributor(author) for author in authors),
        date=opening.date,
        publisher=company or None,
        description=description or None,
        subjects=subjects,
    )


def _core(package: Package, tag: str) -> str:
    part = package.related("", "core-properties") or "docProps/core.xml"
    return _said(package, part, tag)


def _app(package: Package, name: str) -> str:
    part = package.related("", "extended-properties") or "docProps/app.xml"
    return _said(package, part, f"{_APP}{name}")


def _said(package: Package, part: str, tag: str) -> str:
    root = package.tree(part) if part in package.parts else None
    element = None if root is None else root.find(tag)
    text = "" if element is None else "".join(map(str, element.itertext()))
    return " ".join(text.split())[:1_000]
