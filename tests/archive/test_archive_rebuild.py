"""Three editions of the sample: archived, compared, proved, and made again to the byte."""

from __future__ import annotations

from pathlib import Path

import archive_command
import pytest
from editions import Desk
from lxml import html

from report.archive.root.archive import Archive
from report.cli import main

SAMPLE = Path(__file__).parents[2] / "examples" / "sahel-security" / "manuscript.md"
USER = "زينب <mailto:zaynab@example.org>"

EDITS = (
    ("التعاون", "التنسيق"),
    ("الساحل", "منطقة الساحل"),
)


@pytest.mark.slow
def test_three_editions_of_the_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = SAMPLE.read_text("utf-8")
    assert archive_command.run("init").done
    for number in (1, 2, 3):
        body = text
        for old, new in EDITS[: number - 1]:
            head, parted, tail = body.rpartition(f" {old} ")
            assert parted, old
            body = f"{head} {new} {tail}"
        (tmp_path / "brief.md").write_text(body, "utf-8")
        keep = ("-m", f"الطبعة {number}", "--user", USER, "--unchecked")
        said = archive_command.run("add", "brief.md", *keep)
        assert said.done
        assert not [code for code in said.codes if code.startswith("A")]
    archive = Archive.open(tmp_path / "archive", Desk())
    (inventory,) = archive.works()
    assert len(inventory.versions) == 3
    fonts = [path for path in inventory.manifest.values() if "/fonts/" in path]
    assert all(path.startswith("v1/") for path in fonts), "a font is kept once"
    assert archive_command.run("verify", "--deep").codes == []
    for number in (1, 2, 3):
        said = archive_command.run("rebuild", f"brief@{number}", layout="json")
        assert (said.done, said.codes) == (True, [])
        assert said.results[0]["equal"] == said.results[0]["books"] == 2
    page = tmp_path / "changes.html"
    assert archive_command.run("diff", "brief@1", "brief@2", "-o", page).done
    read = html.fromstring(page.read_text("utf-8"))
    assert "".join(read.xpath("//section//del//text()")) == EDITS[0][0]
    assert "".join(read.xpath("//section//ins//text()")) == EDITS[0][1]


@pytest.mark.slow
def test_what_was_ordered_is_ordered_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small grey book on A5 that keeps PDF/A-4f comes out as one when it is made again."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "brief.md").write_text("---\ntitle: موجز\ndate: 2026-11-24\n---\n\n# فصل\n\nنص\n")
    ordered = ("--paper", "A5", "--colour", "grey", "--standard", "a4f+ua2")
    assert main(["build", "brief.md", "-o", "out", *ordered]) == 0
    assert archive_command.run("init").done
    keep = ("-m", "first", "--user", USER, "--unchecked")
    assert archive_command.run("add", "out/brief", *keep).done
    said = archive_command.run("rebuild", "brief@1", layout="json")
    assert (said.done, said.codes) == (True, [])
    assert said.results[0]["equal"] == said.results[0]["books"] == 2


@pytest.mark.slow
def test_where_the_source_lay_is_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The findings of a build name their source alone, so that elsewhere the manifest is equal."""
    text = "---\ntitle: موجز\ndate: 2026-11-24\nneedless: x\n---\n\n# فصل\n\nنص\n"
    manifests = []
    for name in ("one", "two"):
        folder = tmp_path / name / "secret"
        folder.mkdir(parents=True)
        (folder / "brief.md").write_text(text)
        assert main(["build", str(folder / "brief.md"), "-o", str(tmp_path / name / "out")]) == 0
        manifests.append((tmp_path / name / "out" / "brief" / "brief.json").read_text())
    assert manifests[0] == manifests[1]
    assert "secret" not in manifests[0]
    assert '"file": "brief.md"' in manifests[0]


@pytest.mark.slow
@pytest.mark.parametrize("archived", ["out/brief", "brief.md"], ids=["build", "source"])
def test_the_look_of_a_project_is_archived_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, archived: str
) -> None:
    monkeypatch.chdir(tmp_path)
    text = "---\ntitle: موجز\nlang: ar\ndate: 2026-11-24\n---\n\n# فصل\n\nنص\n"
    (tmp_path / "brief.md").write_text(text, "utf-8")
    (tmp_path / "report.toml").write_text('theme = "ours.css"\n', "utf-8")
    (tmp_path / "ours.css").write_text(":root {\n  --accent: #5b1a6e;\n}\n", "utf-8")
    assert main(["build", "brief.md", "-o", "out"]) == 0
    assert archive_command.run("init").done
    keep = ("-m", "first", "--user", USER, "--unchecked")
    assert archive_command.run("add", archived, *keep).done
    (tmp_path / "ours.css").unlink()
    (tmp_path / "report.toml").unlink()
    said = archive_command.run("rebuild", "brief@1", layout="json")
    assert (said.done, said.codes) == (True, [])
    assert said.results[0]["equal"] == 2
