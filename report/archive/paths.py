"""Paths: what may name a file of an edition or a work, so that no name leaves the archive."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from uuid import NAMESPACE_URL, uuid5

from report.archive.verify.manifests import conflicts

_LONGEST_PART = 200
_LONGEST_PATH = 800
# What Windows cannot write (its "naming files" rules), so that an edition can be restored anywhere.
_WINDOWS_SIGNS = frozenset('<>:"|?*\\')
_WINDOWS_NAMES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
_ISBN = re.compile("97[89][0-9]{10}")
# Persian spells with the non-joiner between letters: there it belongs to the name.
_JOINERS = re.compile(r"(?<=[^\W\d_])[\u200c\u200d](?=[^\W\d_])")
_URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{0,30}[a-z0-9]:[^\s]+", re.IGNORECASE)


def unsafe(path: str) -> str | None:
    """Say what makes a logical path unsafe to write on some disk, or ``None``.

    OCFL refuses ``..`` and a slash at an edge (1.1, 3.5.3.1). Here also: what is not NFC, what
    does not show, what Windows cannot write, and what is too long for a disk.

    >>> unsafe("book/تقرير.pdf"), unsafe("../evil.txt"), unsafe("a/CON.txt")
    (None, 'it leads out of its folder', 'Windows cannot write it')
    """
    if not path or path.startswith("/") or path.endswith("/"):
        return "it begins or ends with a slash, or is empty"
    if path != unicodedata.normalize("NFC", path):
        return "it is not in Unicode form NFC"
    if any(unicodedata.category(sign) in _UNSAFE_CATEGORIES for sign in _JOINERS.sub("", path)):
        return "it holds a character that does not show"
    if len(path.encode()) > _LONGEST_PATH:
        return "it is too long"
    faults = (_unsafe_part(part) for part in path.split("/"))
    return next((fault for fault in faults if fault), None)


def _unsafe_part(part: str) -> str | None:
    if part in {"", ".", ".."}:
        return "it leads out of its folder"
    if len(part.encode()) > _LONGEST_PART:
        return "it is too long"
    if _WINDOWS_SIGNS.intersection(part) or _WINDOWS_NAMES.fullmatch(part) or part[-1] in " .":
        return "Windows cannot write it"
    return None


def clash(paths: Iterable[str]) -> str | None:
    """Return a path that cannot stand beside the others, or ``None``.

    Two paths clash that differ in case only, and a file with a folder of its name.

    >>> clash(["a/b", "A/b"]), clash(["a", "a/b"]), clash(["a/b", "a/c"])
    ('A/b', 'a', None)
    """
    seen: dict[str, str] = {}
    for path in sorted(paths, reverse=True):
        folded = path.casefold()
        if folded in seen:
            return path
        seen[folded] = path
    return next((seen[path] for path in conflicts(seen)), None)


def uri_reference(path: str) -> str:
    """Write a path as a relative URI reference: UTF-8, percent-encoded (RFC 3986, 2.1 and 4.2).

    >>> uri_reference("source/مذكرة 3.md")
    'source/%D9%85%D8%B0%D9%83%D8%B1%D8%A9%203.md'
    """
    return "".join(chr(o) if o in _UNRESERVED else f"%{o:02X}" for o in path.encode())


def urn_of(identifier: str) -> str | None:
    """Return the URN of a work from its identifier: a URN, an ISBN or a URL; else ``None``.

    A URN is written with small letters where its letters may be either (RFC 8141, 3.1); a URL is
    named by a UUID that follows from it.

    >>> urn_of("978-0-306-40615-7"), urn_of("URN:ISBN:9780306406157"), urn_of("brief 3")
    ('urn:isbn:9780306406157', 'urn:isbn:9780306406157', None)
    """
    if is_urn(identifier):
        scheme, space, rest = identifier.split(":", 2)
        return f"{scheme.lower()}:{space.lower()}:{rest}"
    digits = re.sub(r"[\s-]|^(isbn:?)", "", identifier, flags=re.IGNORECASE)
    if _ISBN.fullmatch(digits) and _checked(digits):
        return f"urn:isbn:{digits}"
    if identifier.startswith(("https://", "http://")):
        return uuid5(NAMESPACE_URL, identifier).urn
    return None


def _checked(isbn: str) -> bool:
    """Say whether the last digit of an ISBN-13 is the right one (ISO 2108)."""
    return sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(isbn)) % 10 == 0


def is_urn(identifier: str) -> bool:
    """Say whether an identifier is a URN (RFC 8141).

    >>> is_urn("urn:uuid:6fa459ea-ee8a-3ca4-894e-db77e160355e"), is_urn("brief-3")
    (True, False)
    """
    return bool(_URN.fullmatch(identifier))
