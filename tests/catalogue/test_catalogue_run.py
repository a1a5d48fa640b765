"""Runs: the command from an archive and from builds, again, broken off, and over other folders."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import pytest
from bookshelf import add_edition, make_epub, manifest, work_of, write_build
from lxml import etree

from report.archive.root.archive import Archive
from report.catalogue.addresses import mark_of
from report.catalogue.faces import compressed
from report.cli import main
from report.cli.catalogue import staging
from report.cli.catalogue.staging import Staging
from report.diagnostics import ReportError
from report.disk import open_house

Run = Callable[..., Path]


def tree(site: Path) -> Mapping[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def home(number: int) -> str:
    return f"works/brief-{number}-{mark_of(work_of(number))}"


def test_a_site_of_an_archive_holds_what_it_should(run: Run, archive: Archive) -> None:
    site = tree(run(archive.root, "--base-url", "https://reports.example.org"))
    assert {
        *("index.html", "404.html", "search.html", "works/index.html", "news.xml", "robots.txt"),
        *("opds/index.json", "opds/index.xml", "opensearch.xml", "sitemap.xml", "sha256sums.txt"),
        *(f"{home(1)}/{n}/brief-1.{kind}" for n in (1, 2) for kind in ("epub", "pdf")),
        *(f"{home(1)}/{name}" for name in ("index.html", "cover.png", "thumbnail.png")),
        *(f"{home(1)}/{name}" for name in ("2/changes.html", "read/index.html", "read/risks.html")),
    } <= site.keys()
    assert f"{home(1)}/1/changes.html" not in site


def test_a_work_shows_all_its_editions(run: Run, archive: Archive) -> None:
    site = run(archive.root)
    page = etree.HTML((site / home(1) / "index.html").read_bytes())
    assert [h.text.strip() for h in page.iterfind(".//section[@class='edition']/h3")] == [
        "الطبعة 2",
        "الطبعة 1",
    ]
    digests = [code.text for code in page.iterfind(".//details/code")]
    books = [site / home(1) / link for link in page.xpath("//ul[@class='files']//a/@href")]
    assert [sha256(book.read_bytes()).hexdigest() for book in books] == digests
    assert "الطبعة 2: تصحيح" in etree.tostring(page, encoding="unicode")
    (told,) = page.iterfind(".//p[@class='changed']")
    assert "فقرات معدَّلة: 1" in " ".join(told.itertext())
    changes = (site / home(1) / "2" / "changes.html").read_text("utf-8")
    assert "<ins>" in changes
    assert "والتطرف" in changes


def test_sums_are_true(run: Run, archive: Archive) -> None:
    site = run(archive.root)
    lines = (site / "sha256sums.txt").read_text("utf-8").splitlines()
    assert len(lines) == 8
    for line in lines:
        digest, _, path = line.partition("  ")
        assert sha256((site / path).read_bytes()).hexdigest() == digest


def test_every_link_inside_leads_to_a_file(run: Run, archive: Archive) -> None:
    site = run(archive.root, "--base-url", "https://reports.example.org/")
    for path in site.rglob("*.html"):
        page = etree.HTML(path.read_bytes())
        for href in page.xpath("//*/@href | //*/@src"):
            if href.startswith(("https://", "#")):
                continue
            target = os.path.normpath(path.parent / href.partition("#")[0])
            assert os.path.isfile(target), f"{path}: {href}"


def test_nothing_leads_to_another_origin_but_links(run: Run, archive: Archive) -> None:
    site = run(archive.root)
    for path in site.rglob("*.html"):
        page = etree.HTML(path.read_bytes())
        assert not [s for s in page.xpath("//*/@src") if "//" in s]
        linked = page.xpath("//link[@rel='stylesheet' or @rel='icon']/@href")
        assert not [href for href in linked if "//" in href]
    style = (site / "assets" / "site.css").read_text("utf-8")
    assert "//" not in style
    assert "@import" not in style


def test_an_equal_archive_gives_equal_bytes(run: Run, archive: Archive) -> None:
    assert tree(run(archive.root)) == tree(run(archive.root, name="again"))


def test_a_second_run_writes_only_what_changed(
    run: Run, archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    site = run(archive.root)
    before = {path: path.stat().st_ino for path in site.rglob("*") if path.is_file()}
    capsys.readouterr()
    run(archive.root, "--format", "json")
    (said,) = json.loads(capsys.readouterr().out)["results"]
    assert said["written"] == 0
    assert {path: path.stat().st_ino for path in site.rglob("*") if path.is_file()} == before
    add_edition(archive, 2, 2, "نص جديد")
    run(archive.root)
    changed = {path for path, inode in before.items() if path.stat().st_ino != inode}
    assert not [path for path in changed if home(1) in str(path) or home(3) in str(path)]
    assert site / "opds" / "newest.json" in changed
    assert tree(site) == tree(run(archive.root, name="fresh"))


def test_a_new_work_leaves_the_numbers_of_others_alone(run: Run, archive: Archive) -> None:
    site = run(archive.root)
    before = json.loads((site / "search" / "works" / "0.json").read_bytes())
    add_edition(archive, 9, 1, "عمل جديد")
    run(archive.root)
    after = json.loads((site / "search" / "works" / "0.json").read_bytes())
    assert after[: len(before)] == before


def test_a_run_that_fails_leaves_the_site_as_it_was(
    run: Run, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = run(archive.root)
    before = tree(site)
    add_edition(archive, 2, 2, "نص جديد")

    def full(self: Staging, path: str, data: bytes) -> None:
        if path == "opds/newest.xml":
            raise OSError(28, "no space left")
        put(self, path, data)

    put = Staging.put
    monkeypatch.setattr(Staging, "put", full)
    with pytest.raises(OSError, match="no space"):
        main(["catalogue", str(archive.root), "-o", str(site)])
    assert tree(site) == before
    assert sorted(p.name for p in site.parent.iterdir()) == ["archive", "site"]


def test_a_killed_run_leaves_the_site_and_the_next_clears_up(
    run: Run, archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    site = run(archive.root)
    before = tree(site)
    half = site.parent / ".site.new"
    half.mkdir()
    (half / "index.html").write_text("half")
    run(archive.root)
    assert "O008" in capsys.readouterr().err
    assert tree(site) == before
    assert not half.exists()


def test_without_an_exchange_of_folders_the_swap_is_mended(
    run: Run, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "_exchange", lambda one, other: False)
    site = run(archive.root)
    before = tree(site)
    run(archive.root)
    assert tree(site) == before
    # Killed between the two renames: the old site is aside, the new one has not come.
    os.rename(site, site.parent / ".site.old")
    run(archive.root)
    assert tree(site) == before
    assert sorted(p.name for p in site.parent.iterdir()) == ["archive", "site"]


def test_a_folder_of_something_else_is_left_alone(
    run: Run, archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "letters.txt").write_text("mine")
    run(archive.root, code=1)
    assert "O005" in capsys.readouterr().err
    assert (tmp_path / "site" / "letters.txt").read_text() == "mine"
    (tmp_path / "link").symlink_to(tmp_path / "archive")
    run(archive.root, name="link", code=1)
    assert "O005" in capsys.readouterr().err


def test_a_folder_of_builds_is_shown(run: Run, tmp_path: Path) -> None:
    builds = tmp_path / "build"
    for number in (1, 2):
        write_build(builds, number)
    write_build(builds, 1, "نص آخر", edition=2)
    site = run(builds)
    page = (site / home(1) / "index.html").read_text("utf-8")
    assert "الموجز 1: الأمن في الساحل" in page
    assert "الطبعة 2" in page
    assert (site / home(1) / "2" / "brief-1.epub").is_file()


def test_a_build_that_is_there_twice_is_told(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    builds = tmp_path / "build"
    write_build(builds, 1)
    os.rename(builds / "brief-1-1", builds / "first")
    write_build(builds, 1, "نص آخر")
    run(builds)
    assert "O011" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_what_is_neither_archive_nor_builds_is_refused(
    run: Run, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    run(tmp_path / name, code=1)
    assert "O006" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_an_archive_of_nothing_is_a_site_of_nothing(run: Run, tmp_path: Path) -> None:
    site = run(Archive.create(tmp_path / "archive").root)
    assert "publications" not in json.loads((site / "opds" / "index.json").read_bytes())
    assert (site / "index.html").is_file()


def test_a_site_without_an_address_says_so(
    run: Run, archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    site = run(archive.root)
    assert "O001" in capsys.readouterr().err
    assert not (site / "sitemap.xml").exists()
    run(archive.root, "--base-url", "https://reports.example.org/x", name="whole")
    assert "O001" not in capsys.readouterr().err
    sitemap = (site.parent / "whole" / "sitemap.xml").read_text("utf-8")
    assert f"<loc>https://reports.example.org/x/{home(1)}/</loc>" in sitemap
    assert "Sitemap: https://reports.example.org/x/sitemap.xml" in (
        site.parent / "whole" / "robots.txt"
    ).read_text("utf-8")


@pytest.mark.parametrize("base", ["ftp://x/", "https://", "javascript:1", "https://x/?q=1"])
def test_an_address_that_is_none_is_refused(base: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["catalogue", str(tmp_path), "-o", "site", "--base-url", base])


@pytest.mark.parametrize("language", ["ar", "fa", "ur", "he", "en", "fr"])
def test_the_chrome_speaks_six_languages(run: Run, tmp_path: Path, language: str) -> None:
    write_build(tmp_path / "build", 1)
    site = run(tmp_path / "build", "--lang", language)
    page = etree.HTML((site / "index.html").read_bytes())
    assert page.get("lang") == language
    assert page.get("dir") == ("ltr" if language in {"en", "fr"} else "rtl")


def test_a_work_without_books_to_show_is_told(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_build(tmp_path / "build", 1)
    (folder / "brief-1.epub").unlink()
    run(tmp_path / "build")
    assert "O003" in capsys.readouterr().err


@pytest.mark.parametrize("data", [b"PK", b"", make_epub("x", {"a": "<p/>"})[:300]])
def test_an_epub_that_cannot_be_read_is_told(
    run: Run, archive: Archive, tmp_path: Path, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_build(tmp_path / "build", 1)
    (folder / "brief-1.epub").write_bytes(data)
    write_build(tmp_path / "build", 2)
    site = run(tmp_path / "build")
    assert "O002" in capsys.readouterr().err
    assert (site / home(2)).is_dir()


def test_a_cover_that_is_no_image_is_told(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_build(tmp_path / "build", 1)
    epub = make_epub("عنوان", {"a": "<p>نص</p>"}, more={"cover.png": b"not a PNG"})
    (folder / "brief-1.epub").write_bytes(epub)
    site = run(tmp_path / "build")
    assert "O004" in capsys.readouterr().err
    assert "no-cover" in (site / "works" / "index.html").read_text("utf-8")


def test_a_manifest_cannot_name_a_file_outside(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_build(tmp_path / "build", 1)
    write_build(tmp_path / "build", 2)
    (tmp_path / "secret.epub").write_bytes(b"secret")
    data = manifest(work_of(1), 1, _noon(), {"../../secret.epub": b"secret"})
    (folder / "brief-1.json").write_bytes(data)
    site = run(tmp_path / "build")
    assert "A024" in capsys.readouterr().err
    assert not [path for path, data in tree(site).items() if data == b"secret"]


def _noon() -> object:
    from bookshelf import NOON

    return NOON


def test_a_file_is_never_put_outside_the_site(tmp_path: Path) -> None:
    made = Staging(tmp_path / "site")
    made.begin(lambda finding: None)
    with pytest.raises(ReportError, match="A012"):
        made.put("../evil.txt", b"")


def test_a_face_is_packed_whole_and_the_same_each_time() -> None:
    face = min(open_house().faces, key=lambda one: len(one.data))
    packed = compressed(face)
    assert packed == compressed(face)
    assert packed[:4] == b"wOF2"
    assert len(packed) < len(face.data)


def test_sha256sum_reads_the_sums(run: Run, archive: Archive) -> None:
    site = run(archive.root)
    try:
        done = subprocess.run(
            ["sha256sum", "--check", "--quiet", "sha256sums.txt"], cwd=site, check=False, timeout=60
        )
    except FileNotFoundError:
        pytest.skip("no sha256sum here")
    assert done.returncode == 0
