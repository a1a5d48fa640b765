"""Sources: BibTeX and CSL-JSON files as references, only what a style can use of them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from bibtexparser.entrypoint import parse_string
from pylatexenc.latex2text import LatexNodes2Text

from report.model.assets import Asset
from report.model.document import Reference

LARGEST_FILE = 4_000_000
"""Bytes; some ten thousand sources."""
_KEY = re.compile(r"\w(?:[\w:./+-]*\w)?")
_NAMES = ("author", "editor", "translator", "container-author", "collection-editor", "director")
_DATES = ("issued", "accessed", "original-date", "event-date")
_TEXTS = (
    "title title-short container-title container-title-short collection-title collection-number "
    "publisher publisher-place edition volume number-of-volumes issue number page page-first "
    "chapter-number genre medium event event-place archive archive_location URL DOI ISBN ISSN "
    "note language version section authority status"
).split()
_NAME_PARTS = ("family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle")
_BIBTEX_TYPES = {
    "article": "article-journal",
    "book": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "dataset": "dataset",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "manual": "report",
    "mastersthesis": "thesis",
    "phdthesis": "thesis",
    "thesis": "thesis",
    "proceedings": "book",
    "report": "report",
    "techreport": "report",
    "online": "webpage",
    "electronic": "webpage",
    "www": "webpage",
    "legislation": "legislation",
    "unpublished": "manuscript",
}
_BIBTEX_FIELDS = {
    "title": "title",
    "journal": "container-title",
    "journaltitle": "container-title",
    "booktitle": "container-title",
    "series": "collection-title",
    "publisher": "publisher",
    "institution": "publisher",
    "school": "publisher",
    "organization": "publisher",
    "address": "publisher-place",
    "location": "publisher-place",
    "edition": "edition",
    "volume": "volume",
    "number": "issue",
    "issue": "issue",
    "pages": "page",
    "chapter": "chapter-number",
    "type": "genre",
    "url": "URL",
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "langid": "language",
    "language": "language",
}
_LANGUAGES = {
    "arabic": "ar",
    "persian": "fa",
    "farsi": "fa",
    "urdu": "ur",
    "hebrew": "he",
    "english": "en",
    "american": "en",
    "british": "en",
    "french": "fr",
}


class SourcesError(ValueError):
    """A file that holds no sources; the message says why."""


def read_sources(file: Asset) -> tuple[Reference, ...]:
    r"""Read a file of sources: CSL-JSON if it looks like JSON, else BibTeX.

    Raises :class:`SourcesError` when it is neither, or too large.

    >>> text = "@book{qasim, title={أمن الماء}, author={القاسمي, ليلى}, year=2021}"
    >>> read_sources(Asset("a.bib", "text/plain", text.encode()))[0].key
    'qasim'
    """
    if len(file.data) > LARGEST_FILE:
        raise SourcesError(f"it has more than {LARGEST_FILE} bytes")
    try:
        text = unicodedata.normalize("NFC", file.data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise SourcesError("it is not text in UTF-8") from None
    items = _csl(text) if text.lstrip()[:1] in {"[", "{"} else _bibtex(text)
    found = {key: Reference(key, _written(item)) for key, item in items if _KEY.fullmatch(key)}
    if not found:
        raise SourcesError("it has no source that can be read")
    return tuple(found.values())


def item_of(reference: Reference) -> dict[str, Any]:
    """Return the CSL-JSON of a reference, without what a style cannot use."""
    try:
        form = json.loads(reference.form)
    except ValueError:
        return {"type": "document"}
    return _cleaned(form) if isinstance(form, dict) else {"type": "document"}


def _written(item: Mapping[str, Any]) -> str:
    return json.dumps(item, ensure_ascii=False, sort_keys=True)


def _csl(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        form = json.loads(text)
    except (ValueError, RecursionError):
        raise SourcesError("it is neither CSL-JSON nor BibTeX") from None
    items = form.get("items", [form]) if isinstance(form, dict) else form
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict) and isinstance(item.get("id"), str | int):
            yield str(item["id"]), _cleaned(item)


def _cleaned(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item with the fields that styles know, each of its own shape."""
    kind = item.get("type")
    made: dict[str, Any] = {"type": kind if isinstance(kind, str) else "document"}
    for field in _TEXTS:
        if isinstance(value := item.get(field), str | int) and (text := _line(str(value))):
            made[field] = text
    for field in _NAMES:
        if names := [name for name in map(_name, _list(item.get(field))) if name]:
            made[field] = names
    for field in _DATES:
        if date := _date(item.get(field)):
            made[field] = date
    return made


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _line(text: str) -> str:
    return " ".join("".join(c for c in text if c.isspace() or c.isprintable()).split())


def _name(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    parts = {part: value.get(part) for part in _NAME_PARTS}
    return {part: _line(text) for part, text in parts.items() if isinstance(text, str) and text}


def _date(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        return {}
    parts = [
        [int(number) for number in part[:3] if re.fullmatch("[0-9]{1,4}", str(number))]
        for part in _list(value.get("date-parts"))[:2]
        if isinstance(part, list)
    ]
    if parts and all(parts):
        return {"date-parts": parts}
    words = value.get("literal") or value.get("raw")
    if not isinstance(words, str):
        return {}
    return _typed_date(words)


def _typed_date(words: str) -> dict[str, Any]:
    """Return an ISO date in parts, other words as they are."""
    found = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", words.strip())
    if found is None:
        return {"literal": _line(words)}
    return {"date-parts": [[int(part) for part in found.groups() if part]]}


def _bibtex(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    library = parse_string(text)
    for entry in library.entries:
        fields = {field.key.lower(): _decoded(str(field.value)) for field in entry.fields}
        yield entry.key, _cleaned(_bibtex_item(entry.entry_type.lower(), fields))


def _decoded(value: str) -> str:
    """Return a value with the letters that TeX spells out; braces stay, they hold names."""
    if "\\" not in value:
        return value
    return str(LatexNodes2Text(keep_braced_groups=True).latex_to_text(value))


def _bibtex_item(kind: str, fields: Mapping[str, str]) -> dict[str, Any]:
    item: dict[str, Any] = {"type": _BIBTEX_TYPES.get(kind, "document")}
    for name, variable in _BIBTEX_FIELDS.items():
        if name in fields:
            item.setdefault(variable, fields[name].replace("{", "").replace("}", ""))
    if "page" in item:
        item["page"] = re.sub("-+", "–", item["page"])
    if item["type"] == "report" and "issue" in item:
        item["number"] = item.pop("issue")
    if "language" in item:
        item["language"] = _LANGUAGES.get(item["language"].lower(), item["language"])
    for role in ("author", "editor", "translator"):
        if role in fields:
            item[role] = [_bibtex_name(name) for name in _names(fields[role])]
    if date := fields.get("date") or fields.get("year"):
        item["issued"] = _typed_date(date.strip("{}"))
    if "urldate" in fields:
        item["accessed"] = _typed_date(fields["urldate"])
    return item


def _names(written: str) -> list[str]:
    return [name.strip() for name in re.split(r"\s+and\s+", written) if name.strip()]


def _bibtex_name(name: str) -> dict[str, str]:
    """Read «Family, Given», «Given Family», or the name of a body in braces of its own.

    >>> _bibtex_name("القاسمي, ليلى"), _bibtex_name("{معهد الرواق}")
    ({'family': 'القاسمي', 'given': 'ليلى'}, {'literal': 'معهد الرواق'})
    """
    if name.startswith("{") and name.endswith("}"):
        return {"literal": name.strip("{}")}
    name = name.replace("{", "").replace("}", "")
    family, comma, given = (part.strip() for part in re.sub("،", ",", name).partition(","))
    if comma:
        return {"family": family, "given": given}
    *before, last = name.split() or [name]
    return {"family": last, "given": " ".join(before)} if before else {"literal": last}
