"""Spellings: Arabic words that are often typed without their hamza or with the wrong yeh.

Only words whose other reading does not exist stand here: «ان», «انه», «اول», «امام», «علي» have
two, and are for a person to decide.
"""

from __future__ import annotations

from typing import Final

_WITH_HAMZA: Final = (
    "إلى إذا إذ أيضا أيضًا أيضاً أكثر أفضل أكبر أصبح أصبحت أعلن أعلنت أكد أكدت أشار أشارت أضاف أضافت "
    "أوضح أوضحت أحد إحدى أخرى آخرون أساسي أساسية أهمية إنشاء إطار إطلاق إضافة إدارة إعداد إصدار "
    "إجراءات إمكانية إنتاج إنتاجية إيجاد إيران إسرائيل إفريقيا أوروبا أمريكا أمريكية أوروبية "
    "أستراليا ألمانيا إيطاليا إسبانيا أسباب أسبوع أسلوب أشخاص أطفال أعضاء أعمال أفكار أهداف "
    "أنواع أوضاع أموال أنظمة أزمة أزمات أساس أسعار أسواق إحصاء إحصاءات إحصائية إصلاح إصلاحات "
    "إنسان إنسانية إسلام إسلامية إسلامي أمن أمنية أردن أسرة أرض أراضي أربعة أربعون آن آلاف "
    "إلا إما أجل أعلى أقصى أقل أدنى أحيانا أحيانًا أنت أنتم أولئك أين إيجابي إيجابية"
).split()
# What is a word of its own without the hamza, or in another reading, alone or with the article.
_TWO_READINGS: Final = frozenset(
    "اذ امن اثر ارض اسر ان اجل اعمال اعلى اما الا انت اقل احد اسلام احدى اساس اسواق اثناء افريقيا "
    "اضاف اصلاح اهداف اضافت ادنى اسرة اعداد اعضاء ازمة".split()
)
_ARTICLE_ONLY: Final = frozenset(
    "الامن الاسلام الاسلامية الاسلامي الانسان الانسانية الاردن الاسرة الارض الاراضي الاربعة الان "
    "الادارة الانتاج الاسعار الاسواق الاهداف الاعضاء الاعمال الاطفال الاسباب الاسبوع "
    "الاموال الانظمة الازمة الاصلاح الاحصاء".split()
)


def _bare(word: str) -> str:
    return word.translate({ord("أ"): "ا", ord("إ"): "ا", ord("آ"): "ا"})


def _hamzas() -> dict[str, str]:
    table: dict[str, str] = {}
    for word in _WITH_HAMZA:
        if _bare(word) not in _TWO_READINGS:
            table[_bare(word)] = word
        if f"ال{_bare(word)}" in _ARTICLE_ONLY:
            table[f"ال{_bare(word)}"] = f"ال{word}"
    return table


HAMZAS: Final[dict[str, str]] = _hamzas()
"""Words without their hamza and as they are spelled."""

YEHS: Final[dict[str, str]] = {
    "فى": "في",
    "التى": "التي",
    "الذى": "الذي",
    "اللاتى": "اللاتي",
    "هى": "هي",
    "حتي": "حتى",
    "متي": "متى",
    "أخري": "أخرى",
    "اخري": "أخرى",
    "الأخري": "الأخرى",
    "مستوي": "مستوى",
    "الكبري": "الكبرى",
    "وزارى": "وزاري",
    "الثانى": "الثاني",
    "الوطنى": "الوطني",
    "العربى": "العربي",
    "العالمى": "العالمي",
    "المصرى": "المصري",
    "السياسى": "السياسي",
    "الاقتصادى": "الاقتصادي",
    "الغذائى": "الغذائي",
    "التالى": "التالي",
    "الحالى": "الحالي",
    "الماضى": "الماضي",
}
"""Words that end in the other of «ي» and «ى»; «إلي», «لدي», «علي» are words too and not here."""
