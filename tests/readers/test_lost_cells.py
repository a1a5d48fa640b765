"""Tables that lost their separators: the cells proposed, and what is no table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from report.checks.truth import cells
from report.checks.truth import tables as found_tables
from report.readers.article import read_article
from report.readers.article.lines import split_lines
from report.readers.article.lostcells import SURE_ENOUGH, TABLE_ENOUGH, may_be_rows, propose
from report.readers.article.stacks import unstack
from report.readers.source import Source

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


PROSE = {
    "ar": (
        "تناقش هذه الورقة واقع السياسات العمومية في المنطقة، وتعرض ما توصلت إليه اللجنة.",
        "وتبين هذه الأرقام أن الفوارق ما زالت قائمة، وأن معالجتها تحتاج إلى وقت طويل.",
    ),
    "fa": (
        "این گزارش وضعیت سیاست‌های عمومی کشور را بررسی می‌کند و یافته‌ها را نشان می‌دهد.",
        "این ارقام نشان می‌دهد که برای رسیدن به هدف‌ها به زمان و منابع بیشتری نیاز است.",
    ),
    "ur": (
        "یہ رپورٹ ملک کی عوامی پالیسیوں کا جائزہ لیتی ہے اور نتائج سب کے سامنے رکھتی ہے۔",
        "ان اعداد سے معلوم ہوتا ہے کہ ابھی بہت کام باقی ہے اور وسائل کی ضرورت ہے۔",
    ),
    "he": (
        "מסמך זה בוחן את המדיניות הציבורית באזור ומציג את הממצאים שהוועדה אספה בשטח.",
        "הנתונים מראים כי הפערים עדיין קיימים וכי הטיפול בהם דורש זמן רב ומשאבים.",
    ),
    "en": (
        "This paper examines public policy in the region and presents what was found in the field.",
        "The figures show that the gaps remain and that closing them will take a long time.",
    ),
    "fr": (
        "Cette note examine les politiques publiques de la région et ce qui a été constaté.",
        "Ces chiffres montrent que les écarts demeurent et que les réduire demandera du temps.",
    ),
}


@dataclass(frozen=True)
class Known:
    """A table whose cells are known; an empty cell is an empty text."""

    language: str
    title: str
    rows: list[list[str]]

    def lines(self, titled: bool = False, stacked: bool = False) -> str:
        """Return the table as it is copied: each row a line, or each cell."""
        joint = "\n" if stacked else " "
        rows = [joint.join(cell for cell in row if cell) for row in self.rows]
        return "\n".join([self.title, *rows] if titled else rows)


def tables(name: str) -> list[Known]:
    """Return the tables of a file."""
    found = []
    for block in (TABLES / f"{name}.txt").read_text("utf-8").split("\n\n"):
        lines = [line for line in block.split("\n") if line.strip() and line[0] != "#"]
        if lines:
            title = lines.pop(1)[2:] if lines[1].startswith("= ") else ""
            rows = [[cell.strip(" ∅") for cell in line.split(" | ")] for line in lines[1:]]
            found.append(Known(lines[0][2:], title, rows))
    return found


def parted(table: Known) -> list[list[str]]:
    proposal = propose(split_lines(table.lines(), "t"), table.language)
    if proposal is None:
        return []
    return [[cell.text if cell else "" for cell in row] for row in proposal.grid.rows]


def share(name: str) -> float:
    """Return the share of cells that are exactly right."""
    found = [cells([parted(table)], [table.rows]) for table in tables(name)]
    return sum(tally.right for tally in found) / sum(tally.wanted for tally in found)


def share_in_articles(name: str, *, titled: bool, stacked: bool) -> float:
    """Return the share of cells that are exactly right where the table stands in an article."""
    right = wanted = 0
    for table in tables(name):
        if titled and not table.title:
            continue
        prose = " ".join(PROSE[table.language])
        raw = f"{prose}\n\n{table.lines(titled, stacked)}\n\n{prose} {prose}\n"
        report = read_article(Source("a.txt", "text/plain", raw.encode()), lambda found: None)
        tally = cells(found_tables(report), [table.rows])
        right, wanted = right + tally.right, wanted + tally.wanted
    return right / wanted


def test_the_table_of_the_sample_is_exactly_right() -> None:
    assert parted(Known("ar", "", SAMPLE)) == SAMPLE


@pytest.mark.parametrize(
    ("name", "least"),
    [("dev", 0.9), ("held", 0.9), ("fresh", 0.75), ("last", 0.9), ("more", 0.72), ("looked", 0.75)],
)
def test_share_of_cells_right_where_the_weights_were_set(name: str, least: float) -> None:
    assert share(name) >= least


def test_share_of_cells_right_on_tables_never_used() -> None:
    assert share("unseen") >= 0.8


@pytest.mark.parametrize(
    ("titled", "stacked", "least"),
    [(False, False, 0.65), (True, False, 0.7), (False, True, 0.8), (True, True, 0.75)],
)
def test_share_of_cells_right_in_articles_never_looked_at(
    titled: bool, stacked: bool, least: float
) -> None:
    assert share_in_articles("scored", titled=titled, stacked=stacked) >= least


def test_how_sure_a_table_is_says_how_often_its_columns_are_right() -> None:
    right = proposed = 0
    for table in [*tables("scored"), *tables("unseen")]:
        for titled in (False, True) if table.title else (False,):
            proposal = propose(split_lines(table.lines(titled), "t"), table.language)
            if proposal and proposal.columns >= TABLE_ENOUGH:
                proposed += 1
                width = len(proposal.grid.rows[0])
                right += width == len(table.rows[0]) and bool(proposal.title) == titled
    assert proposed >= 35
    assert right >= 0.88 * proposed


def test_an_empty_cell_is_left_empty() -> None:
    rows = [
        ["البند", "الكمية", "الكلفة"],
        ["رواتب الباحثين", "12", "10,200"],
        ["استئجار القاعات", "4", "1,200"],
        ["طباعة التقارير", "500", "3,000"],
        ["المجموع", "", "14,400"],
    ]
    stack = unstack(split_lines(Known("ar", "", rows).lines(stacked=True), "t"), "ar")
    assert stack is not None
    assert [[cell.text if cell else "" for cell in row] for row in stack.grid.rows] == rows


def test_the_title_above_the_cells_is_no_cell() -> None:
    title = "نسبة ملء السدود في الأحواض الكبرى"
    rows = [["الحوض", "السعة", "النسبة"], ["سبو", "5558", "42%"], ["أم الربيع", "4953", "8%"]]
    rows += [["ملوية", "807", "31%"], ["اللوكوس", "1733", "58%"]]
    table = Known("ar", title, rows)
    stack = unstack(split_lines(table.lines(titled=True, stacked=True), "t"), "ar")
    proposal = propose(split_lines(table.lines(titled=True), "t"), "ar")
    for found in (stack, proposal):
        assert found is not None
        assert found.title is not None
        assert found.title.text == title


@pytest.mark.parametrize(
    "text",
    [
        "الاقتصاد\nالسياسة\nالمجتمع\nالثقافة\nالرياضة\nالصحة\nالتعليم\nالبيئة\nالسكان",
        "المملكة المغربية\nوزارة الداخلية\nالمديرية العامة\nالرباط\nشارع النصر\nص.ب 120",
        "الأرشيف\nيناير 2020\nفبراير 2020\nمارس 2020\nأبريل 2020\nمايو 2020\nيونيو 2020",
        "يا ليل الصب متى غده\nأقيام الساعة موعده\nرقد السمار فأرقه\nأسف للبين يردده\n"
        "فبكاه النجم ورق له\nمما يرعاه ويرصده",
    ],
)
def test_short_lines_are_no_stack(text: str) -> None:
    assert unstack(split_lines(text, "t"), "ar") is None


def test_brackets_are_never_split() -> None:
    rows = [["الاسم", "الوصف"], ["أ (ب ج د)", "هـ"], ["و (ز ح)", "ط"]]
    found = [cell for row in parted(Known("ar", "", rows)) for cell in row]
    assert all(cell.count("(") == cell.count(")") for cell in found)


def test_a_row_that_does_not_fit_is_kept_whole() -> None:
    table = tables("dev")[0]
    text = f"{table.lines()}\nكذا وكذا وهلم جرا إلى آخره"
    proposal = propose(split_lines(text, "t"), table.language)
    assert proposal is not None
    assert proposal.grid.whole == (len(table.rows),)
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
