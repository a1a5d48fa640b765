"""Three editions of the sample: archived, compared, proved, and made again to the byte."""

from __future__ import annotations

from pathlib import Path

import archive_command
import pytest
from editions import Desk
from lxml import html

from report.archive.root.archive import Archive

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
