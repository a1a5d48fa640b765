"""A project's own look: named in report.toml, read from its folder and from nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from report.cli.look import dressed
from report.compose.galley import House
from report.compose.themes import theme_of
from report.diagnostics import ReportError
from report.model.document import Metadata, Options, Report
from report.press import Order, ordered_again, stated

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


def test_a_project_says_how_lines_are_filled_and_which_names_are_left_alone(
    house: House, tmp_path: Path
) -> None:
    (folder,) = RULES.glob("H007-*")
    settings = (folder / "good.toml").read_text("utf-8") + '[kashida]\nnever = ["محمد"]\n'
    made = dressed(house, project(tmp_path, settings))
    plain = Order().asked_of(Report(Metadata(title="ا")), made).options
    assert (plain.justify, plain.unstretched) == ("kashida", ("محمد",))
    own = Report(Metadata(title="ا"), options=Options(justify="ragged", unstretched=("سلمى",)))
    asked = Order().asked_of(own, made).options
    assert (asked.justify, asked.unstretched) == ("ragged", ("سلمى", "محمد"))


def test_an_order_that_a_manifest_states_is_set_without_its_project(
    house: House, tmp_path: Path
) -> None:
    made = dressed(house, project(tmp_path, 'justify = "kashida"\nkashida.never = ["محمد"]\n'))
    options = Order().asked_of(Report(Metadata(title="ا")), made).options
    form = stated(Order(justify=options.justify, unstretched=options.unstretched))
    again = ordered_again(json.loads(json.dumps(form)), ("pdf",), {})
    assert again.asked_of(Report(Metadata(title="ا")), house).options == options


@pytest.mark.parametrize(
    "settings", [None, "justify = 3\n", 'kashida = "محمد"\n', "kashida.never = [3]\n"]
)
def test_lines_in_a_way_that_there_is_not_are_told(
    house: House, tmp_path: Path, settings: str | None
) -> None:
    (folder,) = RULES.glob("H007-*")
    bad = settings or (folder / "bad.toml").read_text("utf-8")
    with pytest.raises(ReportError) as refused:
        dressed(house, project(tmp_path, bad))
    assert refused.value.diagnostic.code == "H007"
