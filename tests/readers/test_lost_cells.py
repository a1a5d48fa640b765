"""Tables that lost their separators: the cells proposed, and what is no table."""

from __future__ import annotations

from pathlib import Path

import pytest

from report.readers.article.lines import split_lines
from report.readers.article.lostcells import SURE_ENOUGH, may_be_rows, propose

TABLES = Path(__file__).parent / "tables"
SAMPLE = [
    ["مجال التعاون", "الشركاء الرئيسيون", "الأنشطة الرئيسية", "التأثير المتوقع"],
    [
        "تبادل المعلومات الاستخباراتية",
        "دول الاتحاد الأوروبي، الولايات المتحدة، دول الساحل",
        "تبادل التقارير الاستخباراتية، اجتماعات دورية، قواعد بيانات مشتركة",
        "تحسين القدرة على استباق وإحباط العمليات الإرهابية",
    ],
    [
        "التدريب المشترك",
        "فرنسا، إسبانيا، الولايات المتحدة",
        "دورات تدريبية متخصصة، تمارين ميدانية مشتركة",
        "رفع كفاءة قوات الأمن في مواجهة التهديدات المتطورة",
    ],
    [
        "مراقبة الحدود",
        "الجزائر، موريتانيا، دول غرب أفريقيا",
        "نشر تقنيات مراقبة متطورة، دوريات مشتركة",
        "الحد من تسلل العناصر الإرهابية وتهريب الأسلحة",
    ],
    [
        "مكافحة التمويل الإرهابي",
        "مجموعة العمل المالي (FATF)، الاتحاد الأوروبي",
        "تبادل المعلومات المالية، تطوير أنظمة رقابية مشتركة",
        "تجفيف منابع تمويل الجماعات الإرهابية",
    ],
    [
        "التعاون في مجال الأمن السيبراني",
        "الناتو، الاتحاد الأوروبي، إسرائيل",
        "تبادل الخبرات التقنية، تطوير برامج حماية مشتركة",
        "تعزيز القدرات الدفاعية ضد الهجمات السيبرانية",
    ],
]


def tables(name: str) -> list[tuple[str, list[list[str]]]]:
    """Return the tables of a file: the language and the rows of cells."""
    found = []
    for block in (TABLES / f"{name}.txt").read_text("utf-8").split("\n\n"):
        lines = [line for line in block.split("\n") if line.strip() and line[0] != "#"]
        if lines:
            rows = [[cell.strip() for cell in line.split(" | ")] for line in lines[1:]]
            found.append((lines[0][2:], rows))
    return found


def parted(rows: list[list[str]], language: str) -> list[list[str]]:
    lines = split_lines("\n".join(" ".join(row) for row in rows), "t")
    proposal = propose(lines, language)
    if proposal is None:
        return []
    return [[cell.text if cell else "" for cell in row] for row in proposal.grid.rows]


def share(name: str) -> float:
    """Return the share of cells that are exactly right."""
    right = wanted = 0
    for language, rows in tables(name):
        got = parted(rows, language)
        wanted += sum(map(len, rows))
        right += sum(
            a == b
            for ours, theirs in zip(got, rows, strict=False)
            if len(ours) == len(theirs)
            for a, b in zip(ours, theirs, strict=True)
        )
    return right / wanted


def test_the_table_of_the_sample_is_exactly_right() -> None:
    assert parted(SAMPLE, "ar") == SAMPLE


@pytest.mark.parametrize(
    ("name", "least"), [("dev", 0.85), ("held", 0.88), ("fresh", 0.85), ("last", 0.9)]
)
def test_share_of_cells_right_where_the_weights_were_set(name: str, least: float) -> None:
    assert share(name) >= least


def test_share_of_cells_right_on_tables_never_used() -> None:
    assert share("unseen") >= 0.7


def test_brackets_are_never_split() -> None:
    rows = [["الاسم", "الوصف"], ["أ (ب ج د)", "هـ"], ["و (ز ح)", "ط"]]
    cells = [cell for row in parted(rows, "ar") for cell in row]
    assert all(cell.count("(") == cell.count(")") for cell in cells)


def test_a_row_that_does_not_fit_is_kept_whole() -> None:
    language, rows = tables("dev")[0]
    text = "\n".join([" ".join(row) for row in rows] + ["كذا وكذا وهلم جرا إلى آخره"])
    proposal = propose(split_lines(text, "t"), language)
    assert proposal is not None
    assert proposal.grid.whole == (len(rows),)
    assert proposal.sure[-1] < SURE_ENOUGH <= min(proposal.sure[:-1])


@pytest.mark.parametrize(
    "text",
    [
        # Verse.
        "أيها الساقي إليك المشتكى\nقد دعوناك وإن لم تسمع\nونديم همت في غرته",
        "Two roads diverged in a yellow wood\nAnd sorry I could not travel both\nAnd be one",
        # An address, links, names.
        "المملكة المغربية\nوزارة الداخلية\nالمديرية العامة للأمن الوطني",
        "كيف تتعلم البرمجة\nأفضل عشر لغات برمجة\nدليل بايثون للمبتدئين\nأسرار البحث في غوغل",
        "أحمد بن علي، رئيس اللجنة\nفاطمة الزهراء المنصوري، مقررة\nيوسف العلوي، عضو",
        # A list without its bullets.
        "تبادل المعلومات بشكل فعال\nتطوير برامج تدريبية مشتركة\nتعزيز أمن الحدود",
    ],
)
def test_what_is_no_table_is_not_parted(text: str) -> None:
    assert propose(split_lines(text, "t"), "ar") is None


def test_sentences_are_no_rows() -> None:
    text = "هذا سطر أول.\nوهذا سطر ثان.\nوهذا سطر ثالث."
    assert not may_be_rows(split_lines(text, "t"))
