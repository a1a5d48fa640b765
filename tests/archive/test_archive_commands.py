"""The verbs: what they say and do, beyond what their rules prove."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import archive_command
import bagit
import pytest
from builds import small_build, small_edition, write_build
from editions import EDITOR, NOON, WORK, Desk, rewrite, snapshot
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from ocfl_judge import ocfl_py

from report.archive.bag import check_bag, decoded, encoded
from report.archive.paths import clash, unsafe, urn_of
from report.archive.root.archive import Archive
from report.archive.root.folder import Folder
from report.archive.root.giving import write_folder
from report.cli.archive.adding import user_of
from report.diagnostics import ReportError

USER = "زينب التازي <mailto:zaynab@example.org>"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """An archive with a work of three editions that differ in a number."""
    monkeypatch.chdir(tmp_path)
    archive = Archive.create(tmp_path / "archive")
    for number in (1, 2, 3):
        archive.add(
            WORK,
            small_edition(number),
            created=NOON,
            message=f"الطبعة {number}",
            user=EDITOR,
            warn=Desk(),
        )
    return archive


def test_log_lists_works_and_editions(kept: Archive) -> None:
    said = archive_command.run("log")
    assert said.out == f"brief  {WORK}  3 editions, the last 2026-11-24T12:00:00Z\n"
    said = archive_command.run("log", "brief", layout="json")
    assert [result["edition"] for result in said.results] == [1, 2, 3]
    assert said.results[2]["message"] == "الطبعة 3"
    assert said.results[2]["address"] == EDITOR.address


@pytest.mark.parametrize("named", ["brief", "brief@3", "brief@v3", WORK, f"{WORK}@3"])
def test_edition_is_named_in_several_ways(kept: Archive, named: str) -> None:
    said = archive_command.run("show", named, layout="json")
    assert said.results[0]["edition"] == 3
    by_path = {result["path"]: result["since"] for result in said.results[1:]}
    assert by_path["book/brief.pdf"] == "v3"
    assert by_path["house/templates/page.css"] == "v1"


def test_restore_gives_every_edition_back(kept: Archive, tmp_path: Path) -> None:
    for number in (1, 2, 3):
        out = tmp_path / f"restored-{number}"
        assert archive_command.run("restore", f"brief@{number}", "-o", out).done
        assert snapshot(out) == small_edition(number)


def test_diff_tells_the_changed_number(kept: Archive, tmp_path: Path) -> None:
    said = archive_command.run("diff", "brief@1", "3")
    assert "[-1-]{+3+}" in said.out
    assert said.out.endswith("changes: metadata 0, passages 1, images 0, pages 1\n")
    page = tmp_path / "what-changed.html"
    assert archive_command.run("diff", "brief@1", "brief@v2", "-o", page).done
    read = html.fromstring(page.read_text("utf-8"))
    assert read.get("dir") == "rtl"
    assert read.xpath("//section//ins/text()") == ["2"]
    assert read.xpath("//h1/text()") == ["الأمن الغذائي"]


def test_verify_says_how_much_was_proved(kept: Archive) -> None:
    said = archive_command.run("verify", "--deep", layout="json")
    assert said.done
    assert (said.results[0]["works"], said.codes) == (1, [])
    assert archive_command.run("verify", "brief").done


def test_verify_of_one_work_leaves_the_others(kept: Archive) -> None:
    kept.add(
        "urn:x-test:other",
        small_edition(1, "urn:x-test:other", "other"),
        created=NOON,
        message="first",
        user=EDITOR,
        warn=Desk(),
    )
    (kept.home(WORK) / "v2/content/book/brief.pdf").write_bytes(b"damaged")
    assert archive_command.run("verify", "other").done
    assert archive_command.run("verify", "brief").codes == ["A901"]
    assert archive_command.run("verify").codes == ["A901"]


def test_bag_is_valid_for_bagit_and_comes_in_the_same(kept: Archive, tmp_path: Path) -> None:
    assert archive_command.run("export", "brief", "--bagit", "-o", "bag").done
    assert "BagIt-Version: 1.0" in (tmp_path / "bag/bagit.txt").read_text()
    bag = bagit.Bag(str(tmp_path / "bag"))
    bag.validate()
    assert bag.info["External-Identifier"] == WORK
    assert list(check_bag(Folder(tmp_path / "bag"))) == []
    assert archive_command.run("init", "second").done
    assert archive_command.run("import", "bag", "--root", "second").done
    second = Archive.open(tmp_path / "second", Desk())
    assert snapshot(second.home(WORK)) == snapshot(kept.home(WORK))
    assert ocfl_py(second.home(WORK)) == (True, set())
    again = archive_command.run("import", "bag", "--root", "second")
    assert (again.done, again.codes) == (True, ["A015"])


def test_same_work_is_packed_the_same(kept: Archive, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert archive_command.run("export", WORK, "--bagit", "-o", name).done
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda bag: (bag / "bagit.txt").unlink(), "bagit.txt is missing"),
        (lambda bag: (bag / "bagit.txt").write_text("BagIt-Version: 9\n"), "names no version"),
        (lambda bag: (bag / "manifest-sha512.txt").unlink(), "is missing"),
        (lambda bag: (bag / "data/inventory.json").unlink(), "data/inventory.json is missing"),
        (lambda bag: (bag / "data/new.txt").write_text("x"), "is in no manifest"),
        (lambda bag: (bag / "bag-info.txt").write_text("x"), "bag-info.txt has another digest"),
        (lambda bag: (bag / "data/link").symlink_to("/etc/passwd"), "neither file nor folder"),
    ],
)
def test_bag_that_is_not_whole_is_refused(
    kept: Archive, tmp_path: Path, change: object, told: str
) -> None:
    archive_command.run("export", "brief", "--bagit", "-o", "bag")
    archive_command.run("init", "second")
    change(tmp_path / "bag")  # type: ignore[operator]
    said = archive_command.run("import", "bag", "--root", "second")
    assert said.codes == ["A026"]
    assert told in said.err
    assert not Archive.open(tmp_path / "second", Desk()).has(WORK)


def test_whole_bag_with_an_invalid_work_is_refused(kept: Archive, tmp_path: Path) -> None:
    """Somebody packed damage: the bag is right, the work in it is not."""
    home = tmp_path / "copy"
    shutil.copytree(kept.home(WORK), home)
    (home / "v1/content/book/brief.pdf").write_bytes(b"other")
    bagit.make_bag(str(home), checksums=["sha512"])
    archive_command.run("init", "second")
    said = archive_command.run("import", "copy", "--root", "second")
    assert said.codes == ["A026"]
    assert "E092" in said.err


def test_damaged_work_is_not_exported(kept: Archive) -> None:
    (kept.home(WORK) / "v2/content/book/brief.pdf").write_bytes(b"damaged")
    assert archive_command.run("export", "brief", "--bagit", "-o", "bag").codes == ["A017"]
    assert not Path("bag").exists()


def test_crate_is_the_edition(kept: Archive, tmp_path: Path) -> None:
    assert archive_command.run("export", "brief@2", "--ro-crate", "-o", "crate").done
    assert snapshot(tmp_path / "crate") == small_edition(2)


def test_build_of_another_source_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    archive_command.run("init")
    folder = write_build(small_build(house={}), tmp_path / "build/brief")
    source = folder / "مخطوط.md"
    source.rename(tmp_path / "elsewhere.md")
    keep = ("-m", "first", "--user", USER, "--unchecked")
    assert archive_command.run("add", folder, *keep).codes == ["C001"]
    said = archive_command.run("add", folder, "--source", "elsewhere.md", *keep)
    assert said.done
    (tmp_path / "elsewhere.md").write_text("شيء آخر")
    (tmp_path / "archive").rename(tmp_path / "first")
    archive_command.run("init")
    said = archive_command.run("add", folder, "--source", "elsewhere.md", *keep)
    assert said.codes[-1] == "A024"


def test_original_is_kept_beside_the_manuscript(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    archive_command.run("init")
    folder = write_build(small_build(house={}), tmp_path / "build/brief")
    (tmp_path / "article.txt").write_text("المقال كما ورد")
    keep = ("-m", "first", "--user", USER, "--unchecked", "--original", "article.txt")
    assert archive_command.run("add", folder, *keep).done
    archive = Archive.open(tmp_path / "archive", Desk())
    kept = archive.edition(archive.inventory(WORK), 1)
    assert kept["original/article.txt"].decode() == "المقال كما ورد"


def test_archive_can_be_read_where_it_cannot_be_written(kept: Archive, tmp_path: Path) -> None:
    """On a medium that is read only, with the sign of a writer that died, reading goes on."""
    (kept.root / "archive.lock").mkdir()
    desk = Desk()
    archive = Archive.open(kept.root, desk)
    assert desk.codes == ["A006"]
    assert len(archive.inventory(WORK).versions) == 3


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("Zaynab <mailto:z@example.org>", "mailto:z@example.org"),
        ("زينب <https://orcid.org/0000-0002-1825-0097>", "https://orcid.org/0000-0002-1825-0097"),
        ("Zaynab", None),
        ("<mailto:z@example.org>", None),
        ("Zaynab <z@example.org>", None),
    ],
)
def test_user_is_a_name_and_a_uri(written: str, address: str | None) -> None:
    if address:
        assert user_of(written).address == address
    else:
        with pytest.raises(ReportError, match="A022"):
            user_of(written)


@pytest.mark.parametrize(
    ("identifier", "urn"),
    [
        ("urn:isbn:9780306406157", "urn:isbn:9780306406157"),
        ("ISBN 978-0-306-40615-7", "urn:isbn:9780306406157"),
        ("978-0-306-40615-8", None),
        ("https://example.org/a", "urn:uuid:"),
        ("brief", None),
        ("urn:x", None),
        ("urn:x y:z", None),
    ],
)
def test_identifiers_become_urns(identifier: str, urn: str | None) -> None:
    found = urn_of(identifier)
    assert found == urn or (urn == "urn:uuid:" and found == uuid5(NAMESPACE_URL, identifier).urn)


UNSAFE = [
    "",
    "/etc/passwd",
    "../evil.txt",
    "a/../../evil.txt",
    "a//b",
    "a/",
    ".",
    "..",
    "a/./b",
    "a\\b",
    "C:/a",
    "a\0b",
    "a\nb",
    "CON",
    "con.txt",
    "a/Lpt1.pdf",
    "a./b",
    "a /b",
    "file\u202egnp.exe",
    "a\u200fb",
    "a\u200c",
    "\u200c/a",
    "\ufeffa",
    "e\u0301.txt",
    "x" * 201,
    "a/" * 401 + "a",
]


@pytest.mark.parametrize("path", UNSAFE)
def test_unsafe_names_are_refused_on_the_way_in_and_out(
    kept: Archive, tmp_path: Path, path: str
) -> None:
    assert unsafe(path)
    before = snapshot(kept.root)
    with pytest.raises(ReportError, match="A012"):
        kept.add(WORK, {path: b"x"}, created=NOON, message="m", user=EDITOR, warn=Desk())
    with pytest.raises(ReportError, match="A012"):
        write_folder(tmp_path / "out", {path: b"x"})
    assert snapshot(kept.root) == before
    assert not (tmp_path / "out").exists()


SAFE = ["تقرير.pdf", "book/مذكرة ٣.epub", ".hidden", "a b", "گزارش\u200cها.md", "דו״ח.pdf"]


@pytest.mark.parametrize("path", SAFE)
def test_names_in_any_script_are_safe(path: str) -> None:
    assert unsafe(path) is None


@given(st.lists(st.text(alphabet="aA/b", min_size=1, max_size=4), max_size=6, unique=True))
def test_clashes_are_found_as_a_disk_would_find_them(paths: list[str]) -> None:
    safe = [path for path in paths if not unsafe(path)]
    folded = [path.casefold() for path in safe]
    double = len(set(folded)) < len(folded)
    nested = any(b.startswith(f"{a}/") for a in folded for b in folded)
    assert (clash(safe) is not None) == (double or nested)


@given(st.text(max_size=20))
def test_paths_in_a_bag_are_read_as_they_were_written(path: str) -> None:
    assert decoded(encoded(path)) == path
    assert "\n" not in encoded(path)


def test_state_that_leads_out_is_never_restored(kept: Archive, tmp_path: Path) -> None:
    """An inventory that was tampered with, sealed again: verify names it, restore refuses."""

    def tamper(form: dict[str, object]) -> None:
        versions = form["versions"]
        state = versions["v3"]["state"]  # type: ignore[index]
        next(iter(state.values()))[:] = ["../../evil.txt"]

    rewrite(kept.home(WORK), tamper)
    said = archive_command.run("restore", "brief@3", "-o", tmp_path / "out" / "deep")
    assert said.codes == ["A012"]
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "evil.txt").exists()
    assert archive_command.run("verify").codes[0] == "A901"


def test_content_path_that_leads_out_is_never_read(kept: Archive, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")

    def tamper(form: dict[str, object]) -> None:
        digest = next(iter(form["versions"]["v3"]["state"]))  # type: ignore[index]
        form["manifest"][digest] = ["../../../../../secret.txt"]  # type: ignore[index]

    rewrite(kept.home(WORK), tamper)
    assert archive_command.run("restore", "brief@3", "-o", "out").codes == ["A012"]


def test_link_in_an_object_is_not_followed(kept: Archive, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    book = kept.home(WORK) / "v3/content/book/brief.pdf"
    book.unlink()
    book.symlink_to(tmp_path / "secret.txt")
    assert archive_command.run("restore", "brief@3", "-o", "out").codes == ["A017"]
    content = kept.home(WORK) / "v3/content"
    shutil.move(content, tmp_path / "moved")
    content.symlink_to(tmp_path / "moved")
    assert archive_command.run("restore", "brief@3", "-o", "out").codes == ["A017"]
    assert "A901" in archive_command.run("verify").codes


def test_archive_is_known_to_tools_of_every_machine(kept: Archive) -> None:
    """A reader without this program: sha512sum proves the root and a file of an edition."""
    run = subprocess.run(["sha512sum", "--check", "root.sha512"], cwd=kept.root, check=False)
    assert run.returncode == 0
    home = kept.home(WORK)
    run = subprocess.run(["sha512sum", "--check", "inventory.json.sha512"], cwd=home, check=False)
    assert run.returncode == 0
    form = json.loads((home / "inventory.json").read_bytes())
    digest, paths = next(iter(form["manifest"].items()))
    listed = subprocess.run(["sha512sum", paths[0]], cwd=home, capture_output=True, text=True)
    assert listed.stdout.startswith(digest)


def test_layout_is_the_one_that_the_extension_describes(kept: Archive) -> None:
    command = f"printf %s '{WORK}' | sha256sum"
    made = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    digest = made.stdout.split()[0]
    place = "/".join([digest[:3], digest[3:6], digest[6:9], digest])
    assert kept.layout.place(WORK) == place
