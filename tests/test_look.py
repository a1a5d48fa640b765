"""A project's own look: named in report.toml, read from its folder and from nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from report.cli.look import dressed
from report.compose.galley import House
from report.compose.themes import theme_of
from report.diagnostics import ReportError
from report.model.document import Metadata, Options, Report
from report.press import Order

RULES = Path(__file__).parent / "rules"
THEME = ":root { --accent: #5b1a6e; }\n"


def project(folder: Path, settings: str) -> str:
    (folder / "report.toml").write_text(settings, "utf-8")
    (folder / "theme.css").write_text(THEME, "utf-8")
    return str(folder / "manuscript.md")


def test_a_project_brings_its_own_theme(house: House, tmp_path: Path) -> None:
    (folder,) = RULES.glob("H006-*")
    source = project(tmp_path, (folder / "good.toml").read_text("utf-8"))
    made = dressed(house, source)
    assert made.theme == "theme"
    tokens = theme_of(made.styles, made.theme).tokens
    assert tokens["--accent"] == "#5b1a6e"
    assert tokens["--ink"] == theme_of(house.styles, None).tokens["--ink"]


def test_a_project_names_a_theme_of_the_house(house: House, tmp_path: Path) -> None:
    assert dressed(house, project(tmp_path, 'theme = "press"\n')).theme == "press"


def test_without_a_project_or_a_word_of_it_the_house_is_as_it_is(
    house: House, tmp_path: Path
) -> None:
    assert dressed(house, "-") is house
    assert dressed(house, project(tmp_path, "")) is house
    assert dressed(house, project(tmp_path, "theme = 3\n")) is house
    assert dressed(house, project(tmp_path, "theme = [\n")) is house


def test_a_file_that_is_not_there_is_told(house: House, tmp_path: Path) -> None:
    (folder,) = RULES.glob("H006-*")
    with pytest.raises(ReportError) as refused:
        dressed(house, project(tmp_path, (folder / "bad.toml").read_text("utf-8")))
    assert refused.value.diagnostic.code == "H006"


@pytest.mark.parametrize("name", ["../theme.css", "/etc/passwd.css", "folder.css"])
def test_a_theme_is_read_from_the_folder_and_nowhere_else(
    house: House, tmp_path: Path, name: str
) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "folder.css").mkdir()
    (tmp_path / "theme.css").write_text(THEME, "utf-8")
    with pytest.raises(ReportError):
        dressed(house, project(inside, f'theme = "{name}"\n'))


def test_the_command_goes_before_the_manuscript_and_this_before_the_project(
    house: House, tmp_path: Path
) -> None:
    own = dressed(house, project(tmp_path, 'theme = "theme.css"\n'))
    plain = Report(Metadata(title="ا"))
    asking = Report(Metadata(title="ا"), options=Options(theme="research"))
    assert Order().asked_of(plain, own).options.theme == "theme"
    assert Order().asked_of(asking, own).options.theme == "research"
    assert Order(theme="press").asked_of(asking, own).options.theme == "press"
