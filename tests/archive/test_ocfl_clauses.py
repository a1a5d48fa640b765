"""One broken object for each clause, made from a good one; ocfl-py says whether we are right."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from editions import rewrite, seal
from ocfl_judge import ocfl_py

from report.archive.root.folder import Folder
from report.archive.verify.object import verify_object

Break = Callable[[Path], object]


class Case(NamedTuple):
    """A way to break an object of three versions, and the clauses that must be named."""

    clauses: str
    name: str
    broken: Break
    # What the letter of OCFL forbids and ocfl-py 2.1 lets pass; then only we speak.
    stricter: bool = False

    def __str__(self) -> str:
        return f"{self.clauses.replace(' ', '-')}-{self.name.replace(' ', '-')}"


def put(path: str, data: bytes = b"x") -> Break:
    def change(home: Path) -> None:
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_bytes(data)

    return change


def gone(path: str) -> Break:
    return lambda home: (home / path).unlink()


def key(name: str, value: Any) -> Break:
    return lambda home: rewrite(home, lambda form: form.__setitem__(name, value))


def without(name: str) -> Break:
    return lambda home: rewrite(home, lambda form: form.pop(name))


def version(name: str, value: Any, number: str = "v3") -> Break:
    def change(form: dict[str, Any]) -> None:
        form["versions"][number][name] = value

    return lambda home: rewrite(home, change)


def version_without(name: str) -> Break:
    return lambda home: rewrite(home, lambda form: form["versions"]["v3"].pop(name))


def logical(path: str) -> Break:
    def change(form: dict[str, Any]) -> None:
        next(iter(form["versions"]["v3"]["state"].values()))[:] = [path]

    return lambda home: rewrite(home, change)


def content(path: str) -> Break:
    def change(form: dict[str, Any]) -> None:
        next(iter(form["manifest"].values()))[:] = [path]

    return lambda home: rewrite(home, change)


def more_content(path: str) -> Break:
    return lambda home: rewrite(
        home, lambda form: next(iter(form["manifest"].values())).append(path)
    )


def fixity(block: Any) -> Break:
    return key("fixity", block)


def fixity_of(algorithm: str, digest: str | None = None, path: str | None = None) -> Break:
    def change(form: dict[str, Any]) -> None:
        first = path or next(iter(form["manifest"].values()))[0]
        length = len(hashlib.new(algorithm).hexdigest())
        form["fixity"] = {algorithm: {digest or "0" * length: [first]}}

    return lambda home: rewrite(home, change)


def text(data: bytes) -> Break:
    def change(home: Path) -> None:
        for folder in (home, home / "v3"):
            seal(folder / "inventory.json", data)

    return change


def raw(old: bytes, new: bytes) -> Break:
    def change(home: Path) -> None:
        data = (home / "inventory.json").read_bytes()
        assert old in data
        text(data.replace(old, new, 1))(home)

    return change


def sidecar(data: bytes) -> Break:
    return put("inventory.json.sha512", data)


def flip(path: str) -> Break:
    def change(home: Path) -> None:
        file = home / path
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(bytes(data))

    return change


def upper_digest(block: str) -> Break:
    """Write one digest of the root's manifest, or of a state, in capitals."""

    def change(form: dict[str, Any]) -> None:
        where = form["manifest"] if block == "manifest" else form["versions"]["v3"]["state"]
        first = next(iter(where))
        where[first.upper()] = where.pop(first)

    return lambda home: rewrite(home, change)


def twice_in_manifest(form: dict[str, Any]) -> None:
    first = next(iter(form["manifest"]))
    form["manifest"][first.upper()] = []


def twice_in_fixity(form: dict[str, Any]) -> None:
    path = next(iter(form["manifest"].values()))[0]
    form["fixity"] = {"md5": {"A" * 32: [path], "a" * 32: [path]}}


def file_and_folder(form: dict[str, Any]) -> None:
    state = form["versions"]["v3"]["state"]
    first, second = list(state)[:2]
    state[first], state[second] = ["a"], ["a/b/c"]


def same_path_twice(form: dict[str, Any]) -> None:
    state = form["versions"]["v3"]["state"]
    first, second = list(state)[:2]
    state[first], state[second] = ["a"], ["a"]


def renamed(old: str, new: str) -> Break:
    return lambda home: (home / old).rename(home / new)


def forget_v2(form: dict[str, Any]) -> None:
    form["versions"]["v2"] = form["versions"]["v1"]


def rename_version(old: str, new: str) -> Break:
    def change(form: dict[str, Any]) -> None:
        form["versions"][new] = form["versions"].pop(old)

    return lambda home: rewrite(home, change)


def link(path: str, target: str) -> Break:
    def change(home: Path) -> None:
        (home / path).unlink(missing_ok=True)
        (home / path).symlink_to(target)

    return change


def only_root(home: Path) -> None:
    rewrite(home, lambda form: form["versions"]["v1"].__setitem__("message", "x"), "")


def unlisted_content(home: Path) -> None:
    """Let the inventory of v2 forget content of v1 that is in no state of it either."""

    def change(form: dict[str, Any]) -> None:
        digest = next(iter(form["manifest"]))
        del form["manifest"][digest]
        for block in form["versions"].values():
            block["state"].pop(digest, None)

    rewrite(home, change, "v2")


def empty_version(home: Path) -> None:
    """Add a fourth version that keeps an empty content directory."""

    def change(form: dict[str, Any]) -> None:
        form["versions"]["v4"] = dict(form["versions"]["v3"], created="2026-12-01T00:00:00Z")
        form["head"] = "v4"

    form = json.loads((home / "inventory.json").read_bytes())
    change(form)
    (home / "v4" / "content").mkdir(parents=True)
    for folder in (home, home / "v4"):
        seal(folder / "inventory.json", json.dumps(form).encode())


PDF = "v1/content/book/brief.pdf"
NOBODY = {"name": "Nobody"}

CASES = [
    Case("E001", "file in the object root", put("notes.txt")),
    Case("E001", "folder in the object root", put("notes/a.txt")),
    Case("E001", "another sidecar", put("inventory.json.md5")),
    Case("E003", "no declaration", gone("0=ocfl_object_1.1")),
    Case("E003", "two declarations", put("0=ocfl_object_1.0", b"ocfl_object_1.0\n")),
    Case("E004", "unknown version", renamed("0=ocfl_object_1.1", "0=ocfl_object_7.0")),
    Case("E006", "ill named declaration", renamed("0=ocfl_object_1.1", "0=object_1.1")),
    Case(
        "E007",
        "declaration with another text",
        put("0=ocfl_object_1.1", b"ocfl_object_1.1"),
        stricter=True,
    ),
    Case("E008", "no versions", key("versions", {})),
    Case("E009", "versions from 2", rename_version("v1", "v4")),
    Case("E010", "version missing", rename_version("v2", "v5")),
    Case("E012 E013", "padded among bare", rename_version("v3", "v03")),
    Case("E015", "file beside the content", put("v2/stray.txt")),
    Case("E017", "content directory with a slash", key("contentDirectory", "a/b")),
    Case("E017", "content directory is a number", key("contentDirectory", 7)),
    Case("E018", "content directory above", key("contentDirectory", "..")),
    Case("E019 E020", "content directory changes", key("contentDirectory", "stuff")),
    Case("E023", "file in no manifest", put("v2/content/stray.txt")),
    Case("E023", "old manifest forgets a file", unlisted_content),
    Case("E024", "empty folder", lambda home: (home / "v2/content/empty").mkdir()),
    Case("E025", "md5 for content", key("digestAlgorithm", "md5")),
    Case(
        "E025",
        "digest of the wrong length",
        lambda h: rewrite(h, lambda f: f["manifest"].update(aa=[])),
    ),
    Case("E033", "not JSON", text(b"{")),
    Case("E033", "not an object", text(b"[]")),
    Case("E033", "not UTF-8", raw(b"urn:uuid", b"urn:\xff")),
    Case("E033", "nested without end", text(b"[" * 100_000), stricter=True),
    Case("E033", "key twice", raw(b'"id":', b'"head": "v9", "id":'), stricter=True),
    Case("E033", "not a number", raw(b'"id":', b'"id": NaN, "x":')),
    Case("E036", "no id", without("id")),
    Case("E036", "no type", without("type")),
    Case("E036", "no algorithm", without("digestAlgorithm")),
    Case("E036", "no head", without("head")),
    Case("E037", "empty id", key("id", "")),
    Case("E037", "other id in the root", key("id", "urn:x-test:other")),
    Case("E038", "type of another kind", key("type", "https://ocfl.io/9.9/spec/#inventory")),
    Case(
        "E038",
        "type of an older OCFL",
        key("type", "https://ocfl.io/1.0/spec/#inventory"),
        stricter=True,
    ),
    Case("E040", "head is not the newest", key("head", "v2")),
    Case("E040", "head is a number", key("head", 3)),
    Case("E041", "no manifest", without("manifest")),
    Case("E041", "no versions", without("versions")),
    Case("E042", "content outside versions", content("brief.pdf")),
    Case("E042", "content in an unknown version", content("v9/content/brief.pdf")),
    Case("E042", "content outside its directory", content("v1/other/brief.pdf")),
    Case("E044", "versions is a list", key("versions", [])),
    Case("E046", "folder without a version", put("v4/content/a.txt")),
    Case("E046", "version without a folder", lambda home: shutil.rmtree(home / "v2")),
    Case(
        "E047", "version is a string", lambda h: rewrite(h, lambda f: f["versions"].update(v3="x"))
    ),
    Case("E048", "no time", version_without("created")),
    Case("E048", "no state", version_without("state")),
    Case("E049", "time without a zone", version("created", "2026-11-24T12:00:00")),
    Case("E049", "time without seconds", version("created", "2026-11-24T12:00Z")),
    Case("E049", "no such day", version("created", "2026-02-30T12:00:00Z")),
    Case("E049", "time is a number", version("created", 7)),
    Case("E050", "state is a list", version("state", [])),
    Case("E050", "state with a strange digest", version("state", {"a" * 128: ["a"]})),
    Case("E050", "state in capitals", upper_digest("state")),
    Case("E050", "manifest in capitals", upper_digest("manifest")),
    Case("E052", "logical path leads out", logical("../evil.txt")),
    Case("E052", "logical path with a dot", logical("a/./b")),
    Case("E052", "logical path with nothing between", logical("a//b")),
    Case("E053", "logical path from the top", logical("/etc/passwd")),
    Case("E053", "logical path with a slash at its end", logical("a/")),
    Case("E054", "user without a name", version("user", {"address": "mailto:a@example.org"})),
    Case("E054", "user is a string", version("user", "zaynab")),
    Case("E054", "address is a number", version("user", {"name": "Z", "address": 7})),
    Case("E056", "unknown fixity algorithm", fixity({"crc8": {}})),
    Case("E057", "fixity block is a list", fixity({"md5": []})),
    Case("E057", "fixity digest of the wrong length", fixity_of("md5", "abc")),
    Case("E057", "fixity of an unknown file", fixity_of("md5", path="v1/content/none.txt")),
    Case("E058", "no sidecar", gone("inventory.json.sha512")),
    Case("E058", "no sidecar in a version", gone("v2/inventory.json.sha512")),
    Case("E060", "sidecar with another digest", sidecar(b"0" * 128 + b" inventory.json\n")),
    Case("E060", "inventory with a flipped bit in a version", flip("v2/inventory.json.sha512")),
    Case("E061", "sidecar without a name", sidecar(b"0" * 128)),
    Case("E061", "sidecar for another file", sidecar(b"0" * 128 + b" other.json\n")),
    Case("E063", "no inventory", gone("inventory.json")),
    Case("E064", "root unlike its newest version", only_root),
    Case("E066", "v2 is another in the root", lambda home: rewrite(home, forget_v2)),
    Case("E067", "file among extensions", put("extensions/a.txt")),
    Case("E090", "link for a file", link(PDF, "/etc/hostname")),
    Case("E090", "link in the object root", link("v1/content/link", "/etc/hostname")),
    Case("E092", "content with a flipped bit", flip(PDF)),
    Case("E092", "content missing", gone(PDF)),
    Case("E092 E023", "content renamed", renamed(PDF, "v1/content/book/other.pdf")),
    Case(
        "E092",
        "paths are no list",
        lambda h: rewrite(h, lambda f: f["manifest"].update({"a" * 128: "a"})),
    ),
    Case("E093", "fixity with another digest", fixity_of("md5")),
    Case("E093", "fixity in sha256 with another digest", fixity_of("sha256")),
    Case("E094", "message is a number", version("message", 7)),
    Case("E095", "logical path twice", lambda home: rewrite(home, same_path_twice)),
    Case("E095", "file and folder", lambda home: rewrite(home, file_and_folder), stricter=True),
    Case("E096", "digest twice in the manifest", lambda home: rewrite(home, twice_in_manifest)),
    Case("E097", "digest twice in fixity", lambda home: rewrite(home, twice_in_fixity)),
    Case("E099", "content path leads out", content("v1/content/../../../evil.txt")),
    Case("E100", "content path from the top", content("/etc/passwd")),
    Case("E101", "content path twice", more_content(PDF)),
    Case("E101", "content file and folder", more_content(f"{PDF}/a/b"), stricter=False),
    Case("E102", "unknown key", key("colour", "green"), stricter=True),
    Case("E102", "unknown key in a version", version("colour", "green"), stricter=True),
    Case("E104", "version is not named v", rename_version("v3", "three")),
    Case("E106", "manifest is a list", key("manifest", [])),
    Case("E107", "digest in no state", version("state", {}, "v1")),
    Case("E111", "fixity is a list", fixity([])),
    Case("W002", "folder beside the content", put("v2/logs/a.txt")),
    Case("W003", "empty content directory", empty_version),
    Case(
        "W005",
        "id is no URI",
        lambda home: rewrite(home, lambda f: f.update(id="brief"), "", "v1", "v2", "v3"),
    ),
    Case("W007", "no message", version_without("message")),
    Case("W007", "no user", version_without("user")),
    Case("W008", "user without an address", version("user", NOBODY)),
    Case("W009", "address is no URI", version("user", NOBODY | {"address": "here"})),
    Case(
        "W010",
        "version without an inventory",
        lambda h: [(h / "v2" / n).unlink() for n in ("inventory.json", "inventory.json.sha512")],
    ),
    Case("W011", "message changed", version("message", "another", "v1")),
    Case("W013", "unregistered extension", put("extensions/0999-a/b.txt")),
]


def test_every_case_starts_from_a_good_object(home: Path) -> None:
    assert verify_object(Folder(home)).breaches == ()
    assert ocfl_py(home) == (True, set())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_clause_is_named_and_ocfl_py_agrees(home: Path, case: Case) -> None:
    case.broken(home)
    verdict = verify_object(Folder(home))
    wanted = set(case.clauses.split())
    assert wanted <= verdict.clauses
    assert verdict.valid == case.clauses.startswith("W")
    if case.clauses.startswith("W"):
        assert verdict.clauses == wanted
    try:
        valid, _ = ocfl_py(home)
    except Exception:  # ocfl-py is not proof against every shape
        assert case.stricter or not verdict.valid
    else:
        assert valid == (verdict.valid or case.stricter)


def test_places_name_the_file(home: Path) -> None:
    flip(PDF)(home)
    (breach,) = verify_object(Folder(home)).breaches
    assert (breach.clause, breach.file) == ("E092", PDF)


def test_without_digests_only_presence_is_judged(home: Path) -> None:
    flip(PDF)(home)
    assert verify_object(Folder(home), digests=False).breaches == ()
    gone(PDF)(home)
    assert verify_object(Folder(home), digests=False).clauses == {"E092"}
