"""Characters: the text as letters in logical order, without what only a program put there.

NFC throughout; presentation forms back to the letters that they show; bidi controls resolved
(:mod:`report.filters.controls`); zero-width characters out, but for the joiners that shape a
word; one blank for any white space. What is canonically equal is changed without a word; every
other change is a finding.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from report.diagnostics import MOST_ALIKE, Place, Warn
from report.filters.controls import CONTROLS, MARKS, Say, bare, resolve_controls
from report.filters.joins import (
    ZERO_WIDTH_JOINER,
    ZERO_WIDTH_NON_JOINER,
    is_transparent,
    joins_next,
    joins_previous,
)
from report.locales import direction_of
from report.model.blocks import Block, Chart, CodeBlock, Figure
from report.model.document import Metadata, Report
from report.model.inlines import (
    Code,
    CrossRef,
    Direction,
    Emphasis,
    IndexMark,
    Inline,
    Inlines,
    Isolate,
    LineBreak,
    Link,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from report.model.walk import children, map_blocks, map_inlines, with_children
from report.rules import finding

WHOLE_PHRASES = frozenset("ﷺﷻ﷽﴾﴿﷼")
"""Ligatures that stand for a phrase or a sign of their own, not for letters typed badly."""

_FORM = "\ufb00-\ufb06\ufb1d-\ufdff\ufe70-\ufefc"
_FORMS = re.compile(f"[{_FORM}]")
_JOINING_FORMS = {"<initial>": "i", "<medial>": "m", "<final>": "f", "<isolated>": "s"}
_LOGICAL = frozenset({"im", "if", "mf"})
_VISUAL = frozenset({"fm", "mi"})

_UNSEEN = "\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0001-\U000e007f"
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
_NO_TEXT = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_CONTROL = re.compile(f"[{_NO_TEXT}]")
_JOINERS = re.compile(f"[{ZERO_WIDTH_JOINER}{ZERO_WIDTH_NON_JOINER}]")
_BLANKS = "\t-\r\x1c-\x1f\x85\u1680\u2000-\u200a\u2028\u2029\u205f\u3000"
"""White space but for the one blank that stands for all of it."""
_WHITE = re.compile(f"[ {_BLANKS}]+")
_STEERING = f"{MARKS}\u202a-\u202e\u2066-\u2069"
_SUSPECT = re.compile(
    f"[{_NO_TEXT}{_UNSEEN}{_FORM}{_STEERING}{_BLANKS}\ufffd"
    f"{ZERO_WIDTH_JOINER}{ZERO_WIDTH_NON_JOINER}]|  "
)
"""What may need mending; a text without any of it, and normalised, is left as it is."""
_GROUPING = re.compile(r"(?<=\d)[\u2007-\u2009](?=\d)")
_NARROW_NO_BREAK_SPACE = "\u202f"


def mend_characters(report: Report, warn: Warn) -> Report:
    """Mend the characters of a report: its lines, its metadata, its code and image texts."""

    def say(code: str, at: Place | None, **fields: str | int) -> None:
        warn(finding(code, at, **fields))

    def line(content: Inlines, language: str | None) -> Inlines:
        heard: dict[str, list[tuple[Place | None, dict[str, str | int]]]] = {}

        def hear(code: str, at: Place | None, **fields: str | int) -> None:
            heard.setdefault(code, []).append((at, fields))

        mended = mend_line(content, direction_of(language or report.metadata.language), hear)
        for code, alike in heard.items():
            for number, (at, fields) in enumerate(alike[:MOST_ALIKE], 1):
                more = len(alike) - number if number == MOST_ALIKE else 0
                warn(finding(code, at, **fields).standing_for(more))
        return mended

    def block(block: Block) -> Block:
        match block:
            case CodeBlock(text):
                return replace(block, text=_literal(text, block.at, say))
            case Figure(alternative=alternative) | Chart(alternative=alternative):
                return replace(block, alternative=mend_string(alternative, say, block.at))
            case _:
                return block

    mended = map_blocks(map_inlines(report, line), block)
    return replace(mended, metadata=_mend_metadata(report.metadata, say))


def _mend_metadata(metadata: Metadata, say: Say) -> Metadata:
    def plain(text: str) -> str:
        return mend_string(text, say)

    def maybe(text: str | None) -> str | None:
        return None if text is None else plain(text)

    return replace(
        metadata,
        title=plain(metadata.title),
        subtitle=maybe(metadata.subtitle),
        contributors=tuple(
            replace(c, name=plain(c.name), sort=maybe(c.sort)) for c in metadata.contributors
        ),
        publisher=maybe(metadata.publisher),
        description=maybe(metadata.description),
        subjects=tuple(plain(subject) for subject in metadata.subjects),
        rights=maybe(metadata.rights),
        series=maybe(metadata.series),
    )


def mend_string(text: str, say: Say, at: Place | None = None) -> str:
    r"""Mend a string that stands outside the lines, where no isolate can be.

    >>> mend_string("\u202bﺗﻘﺮﻳﺮ\u202c", lambda code, at, **fields: None)
    'تقرير'
    """
    marks = sum(text.count(mark) for mark in MARKS) + len(CONTROLS.findall(text))
    if marks:
        say("T003", at, count=marks, text=text)
    return _letters(bare(text), at, say).strip(" ")


def mend_line(content: Inlines, base: Direction, say: Say) -> Inlines:
    r"""Mend a run of inlines whose line has the direction ``base``.

    >>> mend_line((Text("كلمة  \u200f(WHO) \n"),), "rtl", lambda code, at, **fields: None)
    (Text(text='كلمة (WHO)'),)
    """
    if len(content) == 1 and isinstance(content[0], Text):
        text = content[0].text
        if text and text[0] != " " != text[-1] and _is_sound(text):
            return content
    resolved = resolve_controls(content, base, say)
    return _trimmed(_folded(_each_text(resolved, say), Blank(True)))


def _each_text(content: Inlines, say: Say) -> Inlines:
    def one(inline: Inline) -> Inline:
        match inline:
            case Text(text):
                mended = _letters(text, inline.at, say)
                return inline if mended == text else replace(inline, text=mended)
            case Code(text):
                return replace(inline, text=_literal(text, inline.at, say))
            case _:
                inside = children(inline)
                return with_children(inline, _each_text(inside, say)) if inside else inline

    return tuple(one(inline) for inline in content)


def _literal(text: str, at: Place | None, say: Say) -> str:
    """Take out of code what would deceive its reader or could not be set at all.

    Bidi controls in code are an attack more often than not (CVE-2021-42574).
    """
    if CONTROLS.search(text):
        say("T006", at, text=text)
        text = CONTROLS.sub("", text)
    return _without(_CONTROL, "T008", text, at, say)


def _letters(text: str, at: Place | None, say: Say) -> str:
    """Mend characters one by one, in the order in which one mending opens the way for the next."""
    if _is_sound(text):
        return text
    text = _without(_CONTROL, "T008", text, at, say)
    text = _without(_INVISIBLE, "T007", text, at, say)
    if "\ufffd" in text:
        say("T010", at, count=text.count("\ufffd"), text=text)
    text = _without_forms(text, at, say)
    text = unicodedata.normalize("NFC", text)
    text = _without_idle_joiners(text, at, say)
    return _WHITE.sub(" ", _GROUPING.sub(_NARROW_NO_BREAK_SPACE, text))


def _is_sound(text: str) -> bool:
    """Say whether nothing of a text needs mending: so it is with almost all."""
    return not _SUSPECT.search(text) and unicodedata.is_normalized("NFC", text)


def corrections(text: str) -> Iterator[tuple[str, int, int, str]]:
    r"""Yield what :func:`mend_line` does to single characters: the code, from, to, and instead.

    What it sets right without a word (NFC, blanks) is left out, and so are bidi controls, which
    become structure.

    >>> list(corrections("الأمن\u200b الغذائي"))
    [('T007', 5, 6, '')]
    """
    for found in _INVISIBLE.finditer(text):
        yield "T007", found.start(), found.end(), ""
    if not _is_visual(text):
        for found in _FORMS.finditer(text):
            if (letters := _letters_of(found.group())) != found.group():
                yield "T001", found.start(), found.end(), letters
    for found in _JOINERS.finditer(text):
        if not _works(text, found.start()):
            yield "T009", found.start(), found.end(), ""


def _without(what: re.Pattern[str], code: str, text: str, at: Place | None, say: Say) -> str:
    mended, count = what.subn("", text)
    if count:
        say(code, at, count=count, text=text)
    return mended


def _without_forms(text: str, at: Place | None, say: Say) -> str:
    """Set presentation forms back to letters, unless they stand in the order of the eye."""
    forms = [c for c in _FORMS.findall(text) if _letters_of(c) != c]
    if not forms:
        return text
    if _is_visual(text):
        say("T002", at, text=text)
        return text
    say("T001", at, count=len(forms), text=text)
    return _FORMS.sub(lambda found: _letters_of(found.group()), text)


def _letters_of(form: str) -> str:
    """Return the letters that a presentation form shows; its mark alone for one with a carrier."""
    if form in WHOLE_PHRASES:
        return form
    letters = unicodedata.normalize("NFKC", form)
    marks = letters.lstrip(" ـ")
    return marks if letters[0] in " ـ" and marks else letters


def _is_visual(text: str) -> bool:
    """Tell text stored in visual order by its forms: there a final form comes before a medial."""
    shapes = [_JOINING_FORMS.get(unicodedata.decomposition(c).partition(" ")[0], " ") for c in text]
    pairs = [first + second for first, second in pairwise(shapes)]
    return sum(p in _VISUAL for p in pairs) > sum(p in _LOGICAL for p in pairs)


def _without_idle_joiners(text: str, at: Place | None, say: Say) -> str:
    """Take out U+200C and U+200D where they change no shape."""
    kept = list(text)
    idle = 0
    for found in _JOINERS.finditer(text):
        if not _works(text, found.start()):
            kept[found.start()] = ""
            idle += 1
    if idle:
        say("T009", at, count=idle, text=text)
    return "".join(kept)


def _works(text: str, index: int) -> bool:
    """Say whether a joiner shapes something: a letter beside it, or an emoji sequence.

    A non-joiner works between two letters that would join; a joiner where a letter that can
    join has none to join with («هـ» as the sign of the Hijri era).
    """
    before = _letter_from(text, index - 1, -1)
    after = _letter_from(text, index + 1, 1)
    if {before, after} & {ZERO_WIDTH_JOINER, ZERO_WIDTH_NON_JOINER}:
        return False
    pictures = [unicodedata.category(c) in {"So", "Mn", "Mc", "Sk"} for c in (before, after) if c]
    if len(pictures) == 2 and all(pictures):
        return True
    forward, backward = joins_next(before or " "), joins_previous(after or " ")
    if text[index] == ZERO_WIDTH_NON_JOINER:
        return (forward and backward) or (forward and not after) or (backward and not before)
    return forward != backward


def _letter_from(text: str, index: int, step: int) -> str:
    """Return the next character that is no mark on a letter, forward or backward, else nothing."""
    while 0 <= index < len(text):
        if not is_transparent(text[index]):
            return text[index]
        index += step
    return ""


class Blank:
    """Whether what was set last in the line ends in a blank; the start of a line counts as one."""

    def __init__(self, seen: bool) -> None:
        self.seen = seen


def _folded(content: Inlines, blank: Blank) -> Inlines:
    """Keep one blank where two inlines meet in one each."""

    def parts() -> Iterator[Inline]:
        for inline in content:
            match inline:
                case Text(text):
                    if blank.seen and text.startswith(" "):
                        text = text[1:]
                        inline = replace(inline, text=text)
                    if text:
                        blank.seen = text.endswith(" ")
                        yield inline
                case Emphasis() | Strong() | Superscript() | Subscript() | Isolate() | Link():
                    if inside := _folded(inline.content, blank):
                        yield with_children(inline, inside)
                case _:
                    inside = children(inline)
                    yield with_children(inline, _folded(inside, blank)) if inside else inline
                    if not inside and not isinstance(inline, IndexMark):
                        blank.seen = isinstance(inline, LineBreak)

    return tuple(parts())


def _trimmed(content: Inlines) -> Inlines:
    """Take the blank from the end of a line."""
    if not content:
        return content
    *kept, last = content
    if isinstance(last, Text):
        if last.text and not last.text.endswith(" "):
            return content
        text = last.text.rstrip(" ")
        return (*kept, replace(last, text=text)) if text else _trimmed(tuple(kept))
    if not children(last):
        return content
    inside = _trimmed(children(last))
    if not inside and not isinstance(last, CrossRef):
        return _trimmed(tuple(kept))
    return (*kept, with_children(last, inside))
