"""Small books and shelves of them: EPUBs by hand, folders of builds, archives, works as values."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image

from report.archive.edition import MANIFEST, REPORT
from report.archive.inventory import User
from report.archive.root.archive import Archive
from report.catalogue.works import (
    Accessibility,
    Book,
    Catalogue,
    Chapter,
    Picture,
    Release,
    Settings,
    Work,
)
from report.diagnostics import Diagnostic
from report.model.blocks import Paragraph
from report.model.document import Contributor, Division, Metadata, Report
from report.model.inlines import Text
from report.model.jsonform import to_json

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
EDITOR = User("زينب التازي", "mailto:zaynab@example.org")
XHTML = "http://www.w3.org/1999/xhtml"
SUBJECTS = ("الأمن الغذائي", "thema:JPS العلاقات الدولية", "المياه")
AUTHORS = ("زينب التازي", "يوسف بنعلي", "Sara Ben Ali")
CHAPTER = '<section class="chapter"><h1>{title}</h1><p>{text}</p></section>'


def cover(colour: str = "#0d4a4a") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (200, 300), colour).save(written, "PNG")
    return written.getvalue()


def chapter(title: str, text: str) -> str:
    return CHAPTER.format(title=escape(title), text=escape(text))


def document(title: str, body: str, language: str = "ar") -> str:
    return (
        f'<html xmlns="{XHTML}" xmlns:epub="http://www.idpf.org/2007/ops" lang="{language}" '
        f'xml:lang="{language}" dir="rtl"><head><title>{escape(title)}</title></head>'
        f"<body>{body}</body></html>"
    )


def make_epub(
    title: str,
    bodies: Mapping[str, str],
    *,
    language: str = "ar",
    author: str = AUTHORS[0],
    subject: str = SUBJECTS[0],
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """Make an EPUB with a cover, a navigation document and one document for each body."""
    items = "".join(
        f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>'
        for name in bodies
    )
    images = "".join(
        f'<item id="image-{n}" href="{name}" media-type="image/{name.rpartition(".")[2]}"/>'
        for n, name in enumerate(more or {})
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in bodies)
    opf = f"""<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:x:1</dc:identifier>
<dc:title>{escape(title)}</dc:title><dc:language>{language}</dc:language>
<dc:creator id="who">{escape(author)}</dc:creator>
<meta refines="#who" property="role">aut</meta><dc:subject>{escape(subject)}</dc:subject>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessibilityFeature">readingOrder</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:numberOfPages">12</meta></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="cover-image" href="cover.png" media-type="image/png" properties="cover-image"/>
{items}{images}</manifest>
<spine page-progression-direction="rtl"><itemref idref="nav"/>{spine}</spine></package>"""
    points = "".join(f'<li><a href="{name}.xhtml">{name}</a></li>' for name in bodies)
    nav = document("المحتويات", f'<nav epub:type="toc"><ol>{points}</ol></nav>')
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
        '<rootfiles><rootfile full-path="EPUB/package.opf" '
        'media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    files: dict[str, bytes] = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": container.encode(),
        "EPUB/package.opf": opf.encode(),
        "EPUB/nav.xhtml": nav.encode(),
        "EPUB/cover.png": cover(),
        **{f"EPUB/{n}.xhtml": document(n, b, language).encode() for n, b in bodies.items()},
        **{f"EPUB/{name}": data for name, data in (more or {}).items()},
    }
    return packed(files)


def packed(files: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 1, 0, 0, 0)), data)
    return written.getvalue()


def manifest(work: str, number: int, issued: datetime, outputs: Mapping[str, bytes]) -> bytes:
    form = {
        "work": work,
        "edition": number,
        "issued": issued.isoformat(),
        "title": "",
        "language": "ar",
        "tools": {},
        "inputs": [],
        "outputs": [
            {"name": name, "bytes": len(data), "sha256": sha256(data).hexdigest()}
            for name, data in outputs.items()
        ],
    }
    return json.dumps(form).encode()


def work_of(number: int) -> str:
    return f"urn:x-test:work-{number}"


def outputs(number: int, text: str) -> dict[str, bytes]:
    """Return the books of a small work, called after its number."""
    title = f"الموجز {number}: الأمن في الساحل"
    bodies = {"opening": chapter("مقدمة", text), "risks": chapter("المخاطر", f"خطر {number}")}
    epub = make_epub(
        title, bodies, author=AUTHORS[number % 3], subject=SUBJECTS[number % len(SUBJECTS)]
    )
    return {f"brief-{number}.epub": epub, f"brief-{number}.pdf": b"%PDF-1.7\n%%EOF\n" * number}


def write_build(root: Path, number: int, text: str = "نص", edition: int = 1) -> Path:
    """Write a build as ``report build`` leaves it."""
    folder = root / f"brief-{number}-{edition}"
    folder.mkdir(parents=True)
    made = outputs(number, text)
    for name, data in made.items():
        (folder / name).write_bytes(data)
    issued = NOON + timedelta(hours=number + 100 * edition)
    data = manifest(work_of(number), edition, issued, made)
    (folder / f"brief-{number}.json").write_bytes(data)
    return folder


def report(number: int, text: str) -> Report:
    return Report(
        Metadata(
            title=f"الموجز {number}",
            language="ar",
            contributors=(Contributor(AUTHORS[number % 3]),),
            subjects=(SUBJECTS[number % 3],),
            publisher="دار الوراق",
            description="وصف الموجز",
            licence="https://creativecommons.org/licenses/by/4.0/",
            rights="المشاع الإبداعي",
        ),
        body=(Division((Text("مقدمة"),), (Paragraph((Text(text),)),), label="opening"),),
    )


def add_edition(archive: Archive, number: int, edition: int, text: str) -> None:
    """Add an edition of a small work to an archive."""
    made = outputs(number, text)
    issued = NOON + timedelta(hours=number, days=edition)
    files = {
        MANIFEST: manifest(work_of(number), edition, issued, made),
        REPORT: to_json(report(number, text)).encode(),
        **{f"book/{name}": data for name, data in made.items()},
    }
    archive.add(
        work_of(number),
        files,
        created=issued,
        message=f"الطبعة {edition}: تصحيح",
        user=EDITOR,
        warn=fail,
    )


def fail(diagnostic: Diagnostic) -> None:
    raise AssertionError(diagnostic.message)


def works(count: int) -> tuple[Work, ...]:
    """Return works as values: enough of them to need pages."""
    return tuple(_work(number) for number in range(count))


def _work(number: int) -> Work:
    slug = f"brief-{number}"
    folder = f"works/{slug}"
    releases = tuple(
        Release(
            edition,
            f"urn:x-test:edition-{number}-{edition}",
            (NOON + timedelta(hours=number, days=edition)).isoformat().replace("+00:00", "Z"),
            (
                _book("epub", f"{folder}/{edition}/{slug}.epub", "application/epub+zip"),
                _book("pdf", f"{folder}/{edition}/{slug}.pdf", "application/pdf"),
                _book("html", f"{folder}/{edition}/{slug}.html", "text/html"),
            ),
            "تصحيح <b>الجداول</b> & الأشكال",
        )
        for edition in range(1, 2 + number % 3)
    )
    languages: Sequence[str] = ("ar", "ar-MA", "fa", "en")
    metadata = Metadata(
        title=f"الموجز {number} <script>alert('1')</script> & “ب”",
        language=languages[number % 4],
        subtitle="في الأمن" if number % 2 else None,
        contributors=(
            Contributor(AUTHORS[number % 3], sort="التازي، زينب"),
            Contributor("سارة", "edt"),
        ),
        publisher="دار الوراق",
        date="2026",
        isbn="978-0-306-40615-7",
        doi="10.1000/182",
        description="وصف\nالموجز",
        subjects=(SUBJECTS[number % 3], f"موضوع {number}"),
        rights="المشاع الإبداعي",
        licence="https://creativecommons.org/licenses/by/4.0/" if number % 2 else "رخصة الدار",
        series="سلسلة" if number % 5 == 0 else None,
        series_number="3",
    )
    return Work(
        work_of(number),
        slug,
        metadata,
        releases,
        Accessibility(("textual", "visual"), ("textual",), ("ARIA",), ("none",), "نص كامل."),
        Picture(f"{folder}/cover.png", "image/png", 1400, 2100),
        Picture(f"{folder}/thumbnail.png", "image/png", 400, 600),
        (Chapter("opening.html", "مقدمة"),),
        12,
    )


def _book(kind: str, path: str, media_type: str) -> Book:
    return Book(kind, path, media_type, 12_345, sha256(path.encode()).hexdigest())  # type: ignore[arg-type]


def catalogue(count: int, base: str = "") -> Catalogue:
    return Catalogue(Settings("دار الوراق", "ar", base), works(count))
