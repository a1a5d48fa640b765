"""Record: what an edition says of its own files, compared with the files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256

from report.archive import crate
from report.archive.digests import digest
from report.archive.edition import DUBLIN_CORE, MANIFEST, PREMIS
from report.archive.paths import uri_reference
from report.archive.xml import read_xml
from report.diagnostics import Diagnostic, Place
from report.rules import finding

_P = "{http://www.loc.gov/premis/v3}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_FOLDERS = {
    "inputs": "source",
    "outputs": "book",
    "house": "house/templates",
    "faces": "house/fonts",
}


def check_record(files: Mapping[str, bytes], work: str, where: str) -> Iterator[Diagnostic]:
    """Yield where manifest, PREMIS, RO-Crate and Dublin Core of an edition contradict it (A030).

    ``files`` are those of the edition by logical path, ``work`` its URN, ``where`` what findings
    name it by. A record that the edition does not have says nothing.
    """
    for name, read in _RECORDS.items():
        if name not in files:
            continue
        try:
            told = list(read(files, work))
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            told = [f"it cannot be read: {error!r}"]
        for reason in told:
            yield finding("A030", Place(f"{where}/{name}", 0), reason=reason)


def _manifest(files: Mapping[str, bytes], work: str) -> Iterator[str]:
    form = json.loads(files[MANIFEST])
    for kind, folder in _FOLDERS.items():
        entries = form.get(kind, {})
        if isinstance(entries, list):
            entries = {entry["name"]: entry["sha256"] for entry in entries}
        for name, wanted in entries.items():
            path = f"{folder}/{name}"
            if path not in files:
                yield f"{path} is missing"
            elif sha256(files[path]).hexdigest() != wanted:
                yield f"{path} has another digest"


def _premis(files: Mapping[str, bytes], work: str) -> Iterator[str]:
    described = set()
    for each in read_xml(files[PREMIS]).iter(f"{_P}object"):
        characteristics = each.find(f"{_P}objectCharacteristics")
        if characteristics is None:
            continue
        path = each.findtext(f"{_P}objectIdentifier/{_P}objectIdentifierValue") or ""
        described.add(path)
        if path not in files:
            yield f"{path} is missing"
        elif characteristics.findtext(f"{_P}fixity/{_P}messageDigest") != digest(files[path]):
            yield f"{path} has another digest"
        elif characteristics.findtext(f"{_P}size") != str(len(files[path])):
            yield f"{path} has another size"
    for path in sorted(files.keys() - described - {PREMIS, crate.NAME}):
        yield f"{path} is not described"


def _crate(files: Mapping[str, bytes], work: str) -> Iterator[str]:
    graph = {entity["@id"]: entity for entity in json.loads(files[crate.NAME])["@graph"]}
    listed = {part["@id"] for part in graph["./"]["hasPart"]}
    parts = {path: graph[uri] for path in files if (uri := uri_reference(path)) in listed}
    for uri in sorted(listed - {uri_reference(path) for path in files}):
        yield f"{uri} is missing"
    for path, entity in sorted(parts.items()):
        if entity["sha256"] != sha256(files[path]).hexdigest():
            yield f"{path} has another digest"
    for path in sorted(files.keys() - parts.keys() - {crate.NAME}):
        yield f"{path} is not described"
    if graph["./"]["identifier"] != work:
        yield "it names another work"


def _dublin_core(files: Mapping[str, bytes], work: str) -> Iterator[str]:
    named = [element.text for element in read_xml(files[DUBLIN_CORE]).iter(f"{_DC}identifier")]
    if work not in named:
        yield "it names another work"


_RECORDS = {
    MANIFEST: _manifest,
    PREMIS: _premis,
    crate.NAME: _crate,
    DUBLIN_CORE: _dublin_core,
}
