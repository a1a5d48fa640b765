"""The PDF by rules of the house (P2xx): what no reader sees and every reader needs. Pure.

veraPDF knows the standards; these few things it does not know, or they are worth knowing
without Java: whose faces, which way the book opens, what it tells of the machine it was made on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from io import BytesIO
from typing import Any

import pikepdf

from report.diagnostics import Diagnostic, Place
from report.locales import direction_of
from report.model.targets import leads_out
from report.rules import finding

_PATH = re.compile(
    r"(?i:file:)|/(?:Users|build|home|mnt|opt|private|root|srv|tmp|usr|var|work)/|^[A-Za-z]:[\\/]"
)
_LEADING = frozenset({"/GoTo", "/URI"})
_ACTIVE_ANNOTATIONS = frozenset({"/Movie", "/RichMedia", "/Screen", "/Sound", "/3D"})
_PART = re.compile(r"pdf(ua|a)id:(part|conformance)\s*(?:=\s*[\"']|>)\s*(\w+)")


def check_pdf(data: bytes, name: str, families: Collection[str] = ()) -> tuple[Diagnostic, ...]:
    """Check a PDF by the rules P201 to P213.

    Args:
        data: the bytes of the file.
        name: what the findings call it.
        families: the families of the house; without any, P201 is not asked.

    >>> [found.code for found in check_pdf(b"this is not a book", "book.pdf")]
    ['P213']
    """
    place = Place(name, 0)
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return tuple(_findings(pdf, place, families))
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        reason = re.sub(r"^<[^>]*>:? ?|unknown\.? ?", "", str(error)).strip()
        return (finding("P213", place, reason=reason or type(error).__name__),)


def promised_flavours(data: bytes) -> tuple[str, ...]:
    """Return what a PDF promises, in the names of veraPDF: ``3a``, ``ua1``; nothing if unreadable.

    >>> promised_flavours(b"this is not a book")
    ()
    """
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            stream = pdf.Root.get("/Metadata")
            packet = stream.read_bytes().decode("utf-8", "replace") if stream is not None else ""
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return ()
    said = {(schema, key): value for schema, key, value in _PART.findall(packet)}
    archival = said.get(("a", "part"), "") + said.get(("a", "conformance"), "").lower()
    accessible = said.get(("ua", "part"), "")
    return (*filter(None, [archival]), *(f"ua{part}" for part in filter(None, [accessible])))


def _findings(pdf: pikepdf.Pdf, place: Place, families: Collection[str]) -> Iterator[Diagnostic]:
    yield from _faces(pdf, place, families)
    yield from _catalog(pdf, place)
    yield from _paths(pdf, place)
    yield from _actions(pdf, place)
    bare = sum(_is_bare_figure(each) for each in _dictionaries(pdf))
    if bare:
        yield finding("P212", place, count=bare)


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every dictionary of the file, those of streams and those inside others as well."""
    for each in pdf.objects:
        yield from _inside(each)


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        yield value
        for key in value.keys():
            yield from _direct(value.get(key))
    elif isinstance(value, pikepdf.Array):
        for item in value:
            yield from _direct(item)


def _direct(value: Any) -> Iterator[Any]:
    """Go on into what has no number of its own: the rest is met under its number."""
    if isinstance(value, pikepdf.Object) and not value.is_indirect:
        yield from _inside(value)


def _faces(pdf: pikepdf.Pdf, place: Place, families: Collection[str]) -> Iterator[Diagnostic]:
    house = {re.sub(r"[\s-]", "", family).lower() for family in families}
    told: set[tuple[str, str]] = set()
    for each in _dictionaries(pdf):
        if each.get("/Type") != "/FontDescriptor":
            continue
        named = str(each.get("/FontName", "")).lstrip("/").partition("+")
        face = str(each.get("/FontFamily", "")) or named[2] or named[0]
        flat = re.sub(r"[\s-]", "", face).lower()
        wrong = []
        if house and not any(flat.startswith(family) for family in house):
            wrong.append("P201")
        if not any(key in each for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            wrong.append("P202")
        for code in wrong:
            if (code, face) not in told:
                told.add((code, face))
                yield finding(code, place, face=face)


def _catalog(pdf: pikepdf.Pdf, place: Place) -> Iterator[Diagnostic]:
    root = pdf.Root
    language = str(root.get("/Lang", ""))
    preferences = root.get("/ViewerPreferences", pikepdf.Dictionary())
    if not language:
        yield finding("P203", place)
    elif direction_of(language) == "rtl" and preferences.get("/Direction") != "/R2L":
        yield finding("P207", place, language=language)
    marked = root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False)
    if not marked or "/StructTreeRoot" not in root:
        yield finding("P204", place)
    if "/Outlines" not in root or "/First" not in root.Outlines:
        yield finding("P205", place)
    if "/PageLabels" not in root:
        yield finding("P206", place)
    if not preferences.get("/DisplayDocTitle", False) or not _title(pdf):
        yield finding("P211", place)


def _title(pdf: pikepdf.Pdf) -> str:
    # Not as a context: on leaving one, pikepdf writes what it read back over the file's own words.
    written = str(pdf.open_metadata().get("dc:title", "") or "")
    return written or str(pdf.docinfo.get("/Title", ""))


def _paths(pdf: pikepdf.Pdf, place: Place) -> Iterator[Diagnostic]:
    told: set[str] = set()
    for each in _dictionaries(pdf):
        for text in _strings(each):
            if _PATH.search(text) and not leads_out(text) and text not in told:
                told.add(text)
                yield finding("P208", place, path=text)


def _strings(holder: Any) -> Iterator[str]:
    for key in holder.keys():
        value = holder.get(key)
        for item in value if isinstance(value, pikepdf.Array) else (value,):
            if isinstance(item, pikepdf.String):
                yield str(item)


def _actions(pdf: pikepdf.Pdf, place: Place) -> Iterator[Diagnostic]:
    told: set[tuple[str, str]] = set()
    for each in _dictionaries(pdf):
        for code, field, said in _wrong_actions(each):
            if (code, said) not in told:
                told.add((code, said))
                yield finding(code, place, **{field: said})


def _wrong_actions(each: Any) -> Iterator[tuple[str, str, str]]:
    """Yield what a dictionary does that a book may not do: code, field of the message, value."""
    if each.get("/Type") == "/Annot" and str(each.get("/Subtype")) in _ACTIVE_ANNOTATIONS:
        yield "P209", "action", str(each.Subtype).lstrip("/")
    for key in ("/AA", "/JavaScript"):
        if key in each:
            yield "P209", "action", key.lstrip("/")
    # Structure elements keep their attributes under the name that annotations have for actions.
    keys = () if each.get("/Type") == "/StructElem" else ("/A", "/OpenAction")
    for action in map(each.get, keys):
        if not isinstance(action, pikepdf.Dictionary) or "/S" not in action:
            continue
        kind, target = str(action.S), str(action.get("/URI", ""))
        if kind not in _LEADING:
            yield "P209", "action", kind.lstrip("/")
        elif kind == "/URI" and not leads_out(target) and not _PATH.search(target):
            yield "P210", "target", target


def _is_bare_figure(each: Any) -> bool:
    figure = bool(each.get("/Type") == "/StructElem" and each.get("/S") == "/Figure")
    return figure and not any(str(each.get(key, "")) for key in ("/Alt", "/ActualText"))
