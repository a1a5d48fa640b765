"""Mending: only what is certain, only where it was typed, and nothing a second time."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report.checks.source import check_report
from report.checks.source.mending import mend_manuscript
from report.checks.source.origins import Manuscript
from report.cli import main
from report.diagnostics import ReportError
from report.readers.markdown import read_markdown
from report.readers.source import Source, typed
from report.rules import catalogue

FOLDERS = Path(__file__).parent.parent / "rules"
MENDED = sorted(
    rule.code
    for rule in catalogue().values()
    if rule.code[0] == "T" and "report check --fix" in rule.fix
)


def manuscript(text: str, language: str = "ar") -> Source:
    return Source("a.md", "text/markdown", f"---\ntitle: ت\nlang: {language}\n---\n{text}".encode())


def mended(text: str, language: str = "ar") -> str:
    source = manuscript(text, language)
    return mend_manuscript(source).after.partition("---\n")[2].partition("---\n")[2]


def codes(source: Source) -> set[str]:
    report = read_markdown(source, lambda found: None)
    return {found.code for found in check_report(report, Manuscript(typed(source) or ""))}


@pytest.mark.parametrize("code", MENDED)
def test_what_is_mended_is_found_no_more(code: str) -> None:
    bad = FOLDERS / f"{code}-{catalogue()[code].name}" / "bad.md"
    source = Source("bad.md", "text/markdown", bad.read_bytes())
    done = mend_manuscript(source)
    assert done.counts[code] >= 1
    assert code not in codes(Source("bad.md", "text/markdown", done.after.encode()))


@pytest.mark.parametrize(
    "typed_there",
    [
        "`الماء , والغذاء`",
        "```\nالماء , والغذاء و قال\n```",
        "[رابط](https://a.b/الماء,والغذاء)",
        "<https://example.org/a,b>",
        "[این كتاب]{lang=fr}",
        "[Wait , what ?]{lang=en}",
        "![ خريطة ](map.png)",
        "في عام 1,200.5 و12:30",
        "نقطة 1) الماء، 2) الغذاء",
        "حرف و في اللغة",
        "أ و ب",
        "صلى الله عليه وسلم ﷺ",
        "النطاق [0, 1)",
        "قال أ.د.محمد",
        "شركة «نيسان» و«تويوتا»",
    ],
)
def test_what_is_right_or_not_ours_is_left(typed_there: str) -> None:
    text = f"# ف\n\n{typed_there}\n"
    assert mended(text) == text


def test_the_rest_stays_byte_for_byte() -> None:
    text = "# ف  \r\n\r\n*  الماء , والغذاء\t\r\n\r\n\r\n| أ |\r\n|---|\r\n| ب ، |\r\n"
    source = Source("a.md", "text/markdown", b"\xef\xbb\xbf" + text.encode())
    done = mend_manuscript(source).after
    assert done == "\ufeff" + text.replace(" , و", "، و").replace("ب ،", "ب،")


def test_an_escape_and_an_entity_stay() -> None:
    assert mended("# ف\n\n\\*الماء , &amp; الغذاء ، ثم\n") == "# ف\n\n\\*الماء، &amp; الغذاء، ثم\n"


def test_an_address_inside_what_is_mended_stays() -> None:
    assert mended("# ف\n\nقال )هذا https://a.bc/d,e ثم( ومضى\n") == (
        "# ف\n\nقال (هذا <https://a.bc/d,e> ثم) ومضى\n"
    )
    assert mended('# ف\n\nقال "هذا a@b.co , ثم"\n') == "# ف\n\nقال «هذا a@b.co , ثم»\n"


def test_a_correction_that_would_change_the_structure_is_not_made() -> None:
    # The hyphen is a list's own mark once the line begins with it.
    text = "# ف\n\nالماء\n- الغذاء\n"
    assert mended(text) == text


@pytest.mark.parametrize(
    ("media_type", "data"),
    [
        ("text/plain", "نص".encode()),
        ("text/markdown", "الأمن الغذائي في العالم العربي".encode("cp1256")),
    ],
)
def test_what_is_no_manuscript_in_utf8_is_refused(media_type: str, data: bytes) -> None:
    with pytest.raises(ReportError, match="C020"):
        mend_manuscript(Source("a", media_type, data))


PIECES = st.sampled_from(
    [
        *"اأبةىيكهو،؛؟.:!,;?()«»“”\"'-–_*`#>|~[]{}%ـ",
        *"0123٠١۱۲",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\r\n",
        "و ",
        "الى ",
        "فى ",
        "می ",
        "کتاب ها",
        "...",
        " - ",
        "`x , y`",
        "https://a.bc/d,e",
        "[ب](u)",
        "&amp;",
        "\\*",
        "\u200c",
        "\u200b",
        "\ufee1",
        "ר'",
        'ה"ל',
        "- ",
        "| أ | ب |\n|---|---|\n",
    ]
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(
    text=st.lists(PIECES, max_size=40).map("".join), language=st.sampled_from("ar fa ur he".split())
)
def test_mending_twice_is_mending_once(text: str, language: str) -> None:
    source = manuscript(text, language)
    once = mend_manuscript(source)
    again = mend_manuscript(Source("a.md", "text/markdown", once.after.encode()))
    assert again.after == once.after
    assert not again.counts
    assert once.after.count("https://a.bc/d,e") == text.count("https://a.bc/d,e")
    if text.count("`") == 2 * text.count("`x , y`"):
        assert once.after.count("`x , y`") == text.count("`x , y`")


def test_the_command_mends_a_file_and_shows_a_diff(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "m.md"
    path.write_bytes(manuscript("# ف\n\nالماء , والغذاء.\n").data)
    before = path.read_bytes()
    assert main(["check", "--diff", str(path)]) == 0
    shown = capsys.readouterr().out
    assert path.read_bytes() == before
    assert "-الماء , والغذاء.\n+الماء، والغذاء.\n" in shown
    assert main(["check", "--fix", str(path)]) == 0
    assert path.read_text("utf-8").endswith("الماء، والغذاء.\n")
    changed = [
        line
        for line in difflib.ndiff(before.decode().split("\n"), path.read_text("utf-8").split("\n"))
        if line[0] in "+-"
    ]
    assert len(changed) == 2


@pytest.mark.parametrize(
    ("front", "after"),
    [
        ("title: الماء, والغذاء", "title: الماء، والغذاء"),
        ('title: "الماء, والغذاء"', 'title: "الماء، والغذاء"'),
        ("title: ت\nsubtitle: 'نص , ثان'", "title: ت\nsubtitle: 'نص، ثان'"),
        # What is escaped, folded or a key of another kind is not text as it is typed.
        ('title: "الماء\\u002C والغذاء"', 'title: "الماء\\u002C والغذاء"'),
        ("title: >\n  الماء, والغذاء", "title: >\n  الماء, والغذاء"),
        ("title: ت\npublisher: دار, ثانية", "title: ت\npublisher: دار, ثانية"),
        # Without its blank this would be a key of its own.
        ('title: "الماء : الغذاء"', 'title: "الماء: الغذاء"'),
    ],
)
def test_the_texts_of_the_front_matter_are_mended(front: str, after: str) -> None:
    source = Source("a.md", "text/markdown", f"---\n{front}\nlang: ar\n---\n\nنص.\n".encode())
    assert mend_manuscript(source).after == f"---\n{after}\nlang: ar\n---\n\nنص.\n"


def test_a_title_is_judged_where_it_stands() -> None:
    source = Source("a.md", "text/markdown", "---\ntitle: الماء, والغذاء\n---\n\nنص.\n".encode())
    report = read_markdown(source, lambda found: None)
    (found,) = check_report(report, Manuscript(typed(source) or ""))
    assert (found.code, found.place and found.place[1:]) == ("T030", (2, 13))
