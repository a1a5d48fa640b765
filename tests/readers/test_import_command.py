"""``report import`` and ``report check --against``, as a person calls them."""

from __future__ import annotations

import importlib.util
import io
import json
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image

from report.cli import main


def word() -> ModuleType:
    path = Path(__file__).parent / "worddocument.py"
    spec = importlib.util.spec_from_file_location("worddocument", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def ministry(tmp_path: Path) -> Path:
    """A document with an image."""
    made, held = word(), io.BytesIO()
    Image.new("RGB", (20, 10), "teal").save(held, "PNG")
    body = made.para("تقرير عن الماء", "T") + made.para(made.image("i", "بئر"))
    links = made.link("i", "image", "media/a.png")
    path = tmp_path / "ministry.docx"
    path.write_bytes(made.document(body, {"word/media/a.png": held.getvalue()}, links))
    return path


def test_import_writes_the_images_beside_the_manuscript(ministry: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "manuscript.md"
    assert main(["import", str(ministry), "-o", str(target)]) == 0
    (image,) = target.parent.glob("*.png")
    assert f"![بئر]({image.name})" in target.read_text("utf-8")
    assert main(["check", str(target)]) == 0


def test_import_to_standard_output_says_that_images_are_missing(
    ministry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(ministry)]) == 0
    said = capsys.readouterr()
    assert "title: تقرير عن الماء" in said.out
    assert "C030" in said.err


def test_import_leaves_another_image_of_that_name_alone(ministry: Path, tmp_path: Path) -> None:
    target = tmp_path / "manuscript.md"
    assert main(["import", str(ministry), "-o", str(target)]) == 0
    (image,) = tmp_path.glob("*.png")
    image.write_bytes(b"another")
    target.unlink()
    assert main(["import", str(ministry), "-o", str(target)]) != 0
    assert image.read_bytes() == b"another"


def test_a_source_is_measured_against_its_known_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<title>الماء</title><h1>الماء</h1><p>قلّ الماء.</p><h2>الأسباب</h2><ul><li>أول<li>ثان</ul>",
        "utf-8",
    )
    truth = tmp_path / "truth.json"
    answer = {"headings": [[1, "الماء"], [2, "الأسباب"]], "list_items": ["أول", "ثان", "ثالث"]}
    truth.write_text(json.dumps(answer), "utf-8")
    main(["check", str(page), "--against", str(truth), "--format", "json"])
    results = json.loads(capsys.readouterr().out)["results"]
    measures = {result["measure"]: result for result in results if "measure" in result}
    assert measures["levels"]["f1"] == 1.0
    assert measures["items"]["missed"] == ["ثالث"]


def test_what_is_no_known_answer_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    page.write_text("<title>الماء</title><p>قلّ الماء.</p>", "utf-8")
    truth = tmp_path / "truth.json"
    truth.write_text("[1]", "utf-8")
    assert main(["check", str(page), "--against", str(truth)]) != 0
    assert "C031" in capsys.readouterr().err


def test_import_writes_letters_and_says_which_it_set_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "a.txt"
    source.write_text("ﺗﻘﺮﻳﺮ ﺍﻟﻤﺎﺀ\n\nﻗﻞّ ﺍﻟﻤﺎﺀ ﻓﻲ \u200fالواحات\u200b ﻣﻨﺬ ﻋﺸﺮ ﺳﻨﻴﻦ.\n", "utf-8")
    assert main(["import", str(source)]) == 0
    said = capsys.readouterr()
    assert "title: تقرير الماء" in said.out
    assert "قلّ الماء في الواحات منذ عشر سنين." in said.out
    assert "T001" in said.err
