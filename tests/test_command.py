"""The command as a person meets it: outputs, messages, exit codes; never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import jsonschema
import pytest

from report.cli import main
from report.cli.archive.building import from_folder, is_build
from report.cli.build import slug_of

SAMPLE = Path(__file__).parent.parent / "examples" / "sahel-security"
TEXT = "# الموجز\n\nنص قصير عن منظمة الصحة العالمية.\n"


@pytest.fixture
def manuscript(tmp_path: Path) -> Path:
    path = tmp_path / "brief.md"
    path.write_text(f"---\ntitle: الموجز\nlang: ar\ndate: 2026-11-24\n---\n\n{TEXT}", "utf-8")
    return path


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "report", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=os.environ | environment,
    )


def test_build_writes_the_books_and_a_manifest_that_tells_their_digests(
    manuscript: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["build", str(manuscript), "-o", str(tmp_path / "out"), "--to", "pdf,epub,html"]) == 0
    )
    folder = tmp_path / "out" / "brief"
    assert sorted(p.name for p in folder.iterdir()) == [
        "brief.epub",
        "brief.html",
        "brief.json",
        "brief.pdf",
    ]
    manifest = json.loads((folder / "brief.json").read_text("utf-8"))
    for output in manifest["outputs"]:
        data = (folder / output["name"]).read_bytes()
        assert output["sha256"] == sha256(data).hexdigest()
        assert output["bytes"] == len(data)
    assert manifest["issued"] == "2026-11-24T00:00:00+00:00"
    last = capsys.readouterr().out.strip().splitlines()[-1]
    assert last.startswith("wrote ")
    assert f"{len(manifest['pages'])} pages" in last


def test_a_brief_lies_beside_its_report_and_is_archived_by_its_manifest(
    manuscript: Path, tmp_path: Path
) -> None:
    making = ["build", str(manuscript), "-o", str(tmp_path), "--to", "epub"]
    assert main(making) == 0
    report = (tmp_path / "brief" / "brief.epub").read_bytes()
    assert main([*making, "--profile", "brief"]) == 0
    folder = tmp_path / "brief"
    assert (folder / "brief.epub").read_bytes() == report
    assert sorted(path.name for path in folder.iterdir()) == [
        "brief-brief.epub",
        "brief-brief.json",
        "brief.epub",
        "brief.json",
    ]
    manifest = json.loads((folder / "brief-brief.json").read_text("utf-8"))
    assert [output["name"] for output in manifest["outputs"]] == ["brief-brief.epub"]
    assert is_build(folder)
    assert is_build(folder / "brief-brief.json")
    assert not is_build(manuscript)
    for given, name in ((folder, "brief.epub"), (folder / "brief-brief.json", "brief-brief.epub")):
        assert list(from_folder(given, manuscript, None).outputs) == [name]


def test_the_single_page_needs_nothing_beside_it(manuscript: Path, tmp_path: Path) -> None:
    assert main(["build", str(manuscript), "-o", str(tmp_path), "--to", "html"]) == 0
    page = (tmp_path / "brief" / "brief.html").read_text("utf-8")
    assert 'src: url("data:font/ttf;base64,' in page
    assert "house:" not in page
    assert 'dir="rtl"' in page


@pytest.mark.slow
def test_same_inputs_same_bytes_in_other_processes(manuscript: Path, tmp_path: Path) -> None:
    digests = []
    worlds = (
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C", "LANG": "C"},
        {"PYTHONHASHSEED": "77", "TZ": "America/Lima", "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)},
    )
    for number, world in enumerate(worlds):
        copy = tmp_path / f"folder-{number}" / "brief.md"
        copy.parent.mkdir()
        copy.write_bytes(manuscript.read_bytes())
        article = copy.with_name("sahel.txt")
        article.write_bytes((SAMPLE / "article.txt").read_bytes())
        done = run("build", copy, article, "-o", copy.parent, "--issued", "2026-11-24", **world)
        assert done.returncode == 0, done.stderr
        books = sorted(p for p in copy.parent.rglob("*") if p.suffix in {".pdf", ".epub"})
        assert len(books) == 4
        digests.append([sha256(book.read_bytes()).hexdigest() for book in books])
    assert digests[0] == digests[1]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty.txt", b"", "S001"),
        ("blank.md", b" \n\t\n", "S001"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "S002"),
        ("nul.md", "نص\0نص".encode(), "S002"),
        ("noise.txt", bytes(range(128, 256)) * 40, "S004"),
        ("front.md", "---\ntitle: [\n---\n\nنص\n".encode(), "M001"),
        ("article.pages", b"abc", "C005"),
    ],
)
def test_bad_input_gets_one_clear_message_and_leaves_nothing(
    name: str, data: bytes, code: str, tmp_path: Path
) -> None:
    source = tmp_path / name
    source.write_bytes(data)
    done = run("build", source, "-o", tmp_path / "out", "--format", "short")
    assert done.returncode == 1
    assert f"error[{code}]" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_a_missing_file_and_too_much_text_are_refused(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as stream:
        stream.truncate(100_000_000)
    for source, code in ((tmp_path, "C002"), (tmp_path / "none.md", "C001"), (large, "S003")):
        done = run("build", source, "-o", tmp_path / "out", "--format", "short")
        assert done.returncode == 1
        assert f"error[{code}]" in done.stderr
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_windows_1256_is_told_and_read(tmp_path: Path) -> None:
    source = tmp_path / "old.txt"
    source.write_bytes((SAMPLE / "article.txt").read_text("utf-8").encode("cp1256", "replace"))
    done = run("import", source, "--format", "short")
    assert done.returncode == 0
    assert "windows-1256" in done.stderr
    assert "تعزيز الأمن الوطني المغربي" in done.stdout


def test_one_bad_source_does_not_stop_the_others(manuscript: Path, tmp_path: Path) -> None:
    bad = tmp_path / "empty.md"
    bad.write_text("")
    done = run("build", bad, manuscript, "-o", tmp_path / "out", "--to", "epub")
    assert done.returncode == 1
    assert (tmp_path / "out" / "brief" / "brief.epub").exists()


def test_two_sources_of_one_name_do_not_overwrite_each_other(
    manuscript: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other" / "brief.md"
    other.parent.mkdir()
    other.write_text(TEXT, "utf-8")
    done = run("build", manuscript, other, "-o", tmp_path / "out", "--to", "epub")
    assert done.returncode == 1
    assert "C008" in done.stderr


def test_strict_publishes_nothing_that_has_an_error(tmp_path: Path) -> None:
    done = run("build", SAMPLE / "article.txt", "-o", tmp_path / "out", "--strict", "--to", "epub")
    assert done.returncode == 1
    assert "C009" in done.stderr
    assert not (tmp_path / "out").exists()


def test_usage_is_exit_code_two() -> None:
    assert run("build").returncode == 2
    assert run("build", "a.md", "--to", "docx").returncode == 2
    assert run("build", "a.md", "--issued", "yesterday").returncode == 2


def test_json_is_one_document_with_findings_and_results(tmp_path: Path) -> None:
    source = tmp_path / "article.txt"
    source.write_bytes((SAMPLE / "article.txt").read_bytes())
    done = run("build", source, "-o", tmp_path / "out", "--to", "epub", "--format", "json")
    form = json.loads(done.stdout)
    cut = [finding for finding in form["findings"] if finding["code"] == "S021"]
    assert cut[0]["line"] > 100
    assert form["results"][0]["files"]
    assert done.stderr == ""


def test_import_does_not_write_over_a_reviewed_manuscript(tmp_path: Path) -> None:
    target = tmp_path / "manuscript.md"
    assert run("import", SAMPLE / "article.txt", "-o", target).returncode == 0
    target.write_text("reviewed")
    again = run("import", SAMPLE / "article.txt", "-o", target)
    assert again.returncode == 1
    assert "C010" in again.stderr
    assert target.read_text() == "reviewed"
    assert run("import", SAMPLE / "article.txt", "-o", target, "--force").returncode == 0


def test_a_folder_that_cannot_be_written_to_is_a_finding(manuscript: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file, not a folder")
    done = run("build", manuscript, "-o", tmp_path / "out", "--to", "epub")
    assert done.returncode == 1
    assert "C007" in done.stderr
    assert "Traceback" not in done.stderr


def test_standard_input_is_a_source(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "report", "build", "-", "-o", str(tmp_path), "--to", "epub"],
        input=TEXT.encode(),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "standard-input" / "standard-input.epub").exists()


def test_schema_is_a_schema_and_explain_refuses_what_is_no_code(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["schema"]) == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(capsys.readouterr().out))
    assert main(["explain", "S9999"]) == 1
    assert "C011" in capsys.readouterr().err


def test_doctor_names_the_faces_and_the_typesetter(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "weasyprint" in said
    assert "Amiri 400" in said


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("brief.md", "brief"),
        ("examples/sahel-security/manuscript.md", "sahel-security"),
        ("-", "standard-input"),
        ("تقرير.md", slug_of("تقرير.txt")),
    ],
)
def test_slugs(name: str, slug: str) -> None:
    assert slug_of(name) == slug
    assert slug.isascii()
