"""References: how a part is named where the text leads to it, in the form that the word needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import escape

from report.compose.numbering import Numbers
from report.locales import Locale
from report.model.inlines import CrossRef, Inline, Text

if TYPE_CHECKING:
    from report.compose.setting import Setting

_WORDS = {"table": "ref_table", "figure": "ref_figure", "question": "ref_question"}
_LAM = re.compile(r"(?:^|[\s(«])[وف]?ل$")


def cross_reference(label: str, numbers: Numbers, locale: Locale) -> str:
    """Word a reference to a labelled part: «الجدول 2» for what is counted, the title otherwise.

    What is returned is markup.
    """
    target = numbers.targets.get(label)
    if target is None:
        return escape(label)
    if target.kind in _WORDS:
        return escape(f"{locale.words[_WORDS[target.kind]]} {locale.number(target.number)}")
    return escape(target.title)


def after_text(said: str, before: Inline | None) -> str:
    """Return the wording of a reference as it follows the text before it.

    The alef of the article falls after the preposition that is one letter: «للجدول 2».

    >>> after_text("الجدول 2", Text("خلافاً ل")), after_text("الجدول 2", Text("في "))
    ('لجدول 2', 'الجدول 2')
    """
    follows = isinstance(before, Text) and _LAM.search(before.text)
    return said.removeprefix("ا") if follows and said.startswith("ال") else said


def page_attributes(reference: CrossRef, numbers: Numbers, locale: Locale) -> str:
    """Write what print needs to say the page of a part: the word, and which count of folios."""
    count = "front" if reference.label in numbers.front else "text"
    return f' data-page="{escape(locale.words["page_short"])}" data-count="{count}"'


def note_reference(label: str, setting: Setting) -> str:
    """Set the call of a note; the first of several is what the note leads back to."""
    number = setting.numbers.notes.get(label)
    if number is None:
        return ""
    name = escape(label)
    own = "" if label in setting.called else f' id="ref-{name}"'
    setting.called.add(label)
    said = f"{setting.word('note_ref')} {setting.locale.number(number)}"
    return (
        f'<a class="noteref"{own} href="#note-{name}" role="doc-noteref" '
        f'aria-label="{said}">{setting.locale.number(number)}</a>'
    )
