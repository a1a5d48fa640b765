"""Linked data: what a page says of a work to machines, in the words of schema.org (JSON-LD 1.1)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from report.catalogue.addresses import absolute, between, outward
from report.catalogue.reading import Question
from report.catalogue.works import Settings, Work
from report.model.identifiers import isbn_of
from report.model.subjects import subject_of

_ROLES = {"aut": "author", "edt": "editor", "trl": "translator", "ill": "illustrator"}
_FORMATS = {"epub": "https://schema.org/EBook"}


def describe_work(work: Work, settings: Settings) -> Markup:
    """Describe a work, a report, and the book that each file of its newest edition is."""
    metadata, newest = work.metadata, work.newest
    report: dict[str, Any] = {
        "@type": "Report",
        "@id": work.urn,
        "name": metadata.title,
        "alternativeHeadline": metadata.subtitle,
        "inLanguage": metadata.language,
        "identifier": work.urn,
        "url": _address(work.page, work.page, settings) if settings.base else None,
        "datePublished": work.releases[0].day,
        "dateModified": newest.day,
        "description": metadata.description,
        "about": [subject_of(written).name for written in metadata.subjects],
        "publisher": _organisation(metadata.publisher),
        "license": outward(metadata.licence),
        "copyrightNotice": metadata.rights,
        "image": work.cover and _address(work.page, work.cover.path, settings),
        "accessMode": list(work.accessibility.modes),
        "accessibilityFeature": list(work.accessibility.features),
        "accessibilityHazard": list(work.accessibility.hazards),
        "accessibilitySummary": work.accessibility.summary,
        "workExample": [_book(work, place, settings) for place in range(len(newest.books))],
    }
    for role, name in _ROLES.items():
        report[name] = [{"@type": "Person", "name": person} for person in work.people(role)]
    return _script({"@context": "https://schema.org", **_held(report)})


def _book(work: Work, place: int, settings: Settings) -> dict[str, Any]:
    newest, book = work.newest, work.newest.books[place]
    isbn = work.metadata.isbn_epub if book.kind == "epub" else work.metadata.isbn
    form = {
        "@type": "Book",
        "name": work.metadata.title,
        "bookEdition": str(newest.number),
        "bookFormat": _FORMATS.get(book.kind),
        "encodingFormat": book.media_type,
        "contentUrl": _address(work.page, book.path, settings),
        "contentSize": str(book.size),
        "sha256": book.sha256,
        "isbn": isbn_of(isbn or ""),
        "numberOfPages": work.pages,
        "inLanguage": work.metadata.language,
        "datePublished": newest.day,
    }
    return _held(form)


def describe_questions(questions: Sequence[Question]) -> Markup:
    """Describe a page of questions and answers (schema.org FAQPage)."""
    entities = [
        {
            "@type": "Question",
            "name": pair.question,
            "acceptedAnswer": {"@type": "Answer", "text": pair.answer},
        }
        for pair in questions
    ]
    return _script({"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": entities})


def _organisation(name: str | None) -> dict[str, str] | None:
    return {"@type": "Organization", "name": name} if name else None


def _address(here: str, there: str, settings: Settings) -> str:
    return absolute(settings.base, there) if settings.base else between(here, there)


def _held(form: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in form.items() if value}


def _script(form: dict[str, Any]) -> Markup:
    """Write a form so that no text in it can end the element that it stands in."""
    written = json.dumps(form, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(written)
