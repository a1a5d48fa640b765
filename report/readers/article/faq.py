"""Questions and answers: told by their marks (س:, ש:, Q:) or by standing under such a title."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from report.readers.article.lines import Line, count_words, fold
from report.readers.article.passages import Entry, Marked, Passage, Words, first_line, gap
from report.readers.article.phrasebook import every

_MARK = re.compile(
    r"(?:[-*•«\"]\s*)?([^\W\d_][^\d:：/.)\-–؟?]{0,18}?)\s*(\d{1,3})?\s*([:：/]|[.)\-–](?=\s|$))\s*"
)
_ASKS = re.compile(r"[?؟]\s*[»”\"]?$")
_INNER = re.compile(r"(?<=[?؟])\s+")

Side = Literal["question", "answer"]


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and the passages of its answer."""

    question: Line
    answer: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Passages from ``start`` up to ``end`` that are questions and answers."""

    start: int
    end: int
    pairs: tuple[Pair, ...]
    evidence: str


def find_questions(
    passages: Sequence[Passage], is_heading: Callable[[int], bool]
) -> dict[int, Span]:
    """Return the spans of questions and answers by the index of their first passage.

    ``is_heading`` tells whether a passage looks like a heading where it stands.
    """
    sides = [_side(passage) for passage in passages]
    spans: dict[int, Span] = {}
    index = 0
    while index < len(passages):
        span = None
        if sides[index] == "question":
            span = _marked_span(passages, sides, index, is_heading)
        elif is_faq_title(passages[index]):
            span = _titled_span(passages, sides, index + 1, is_heading)
        span = span or _paired_marks(passages, index)
        if span:
            spans[span.start] = span
            index = max(span.end, index + 1)
        else:
            index += 1
    return spans


def is_faq_title(passage: Passage) -> bool:
    """Tell whether a passage is a title such as «الأسئلة الشائعة (FAQ)»."""
    if not isinstance(passage, Words | Marked) or len(passage.text) > 120:
        return False
    title = _titles().search(passage.key)
    return title is not None and count_words(passage.key) <= count_words(title[0]) + 6


@cache
def _titles() -> re.Pattern[str]:
    phrases = sorted(every("faq_titles"), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)")


def _side(passage: Passage) -> Side | None:
    if not isinstance(passage, Words | Entry | Marked):
        return None
    found = read_side(first_line(passage).text)
    return found[0] if found else None


def read_side(text: str) -> tuple[Side, int] | None:
    """Return which side of a pair a line opens, and how long its mark is.

    >>> read_side("س: ما الري؟"), read_side("الجواب: ماء"), read_side("سعر: 5")
    (('question', 3), ('answer', 8), None)
    """
    match = _MARK.match(text)
    if not match:
        return None
    head = fold(match[1]).split()
    if not head or len(head) > 2 or (len(head) == 2 and not head[1].startswith("ال")):
        return None
    if len(head[0]) == 1 and match[3] not in ":：/" and not match[2]:
        return None
    if head[0] in every("question"):
        return "question", match.end()
    return ("answer", match.end()) if head[0] in every("answer") else None


def _marked_span(
    passages: Sequence[Passage],
    sides: Sequence[Side | None],
    start: int,
    is_heading: Callable[[int], bool],
) -> Span | None:
    """Read pairs from a marked question on; one mark alone, without any answer, is no FAQ."""
    pairs: list[Pair] = []
    index = start
    while index < len(passages) and sides[index] == "question":
        line = _without_mark(first_line(passages[index]))
        question, rest = _split_inner(line)
        more = _more_lines(passages[index])
        if more and not rest:
            question = replace(question, text=" ".join([question.text, *(m.text for m in more)]))
        answer: list[Passage] = [Words((rest, *more))] if rest else []
        end = _answer_end(passages, sides, index + 1, is_heading)
        answer.extend(_without_side(passages[i], sides[i]) for i in range(index + 1, end))
        pairs.append(Pair(question, tuple(answer)))
        index = end
    if len(pairs) < 2 and not any(pair.answer for pair in pairs):
        return None
    return Span(
        start, index, tuple(pairs), "marks such as «" + passages_mark(passages[start]) + "»"
    )


def passages_mark(passage: Passage) -> str:
    """Return the mark that a question opens with, as the source writes it."""
    text = first_line(passage).text
    found = read_side(text)
    return text[: found[1]].strip() if found else ""


def _answer_end(
    passages: Sequence[Passage],
    sides: Sequence[Side | None],
    start: int,
    is_heading: Callable[[int], bool],
) -> int:
    """Return where an answer ends: at the next question, at a heading, or after one paragraph.

    What lies between two marked questions is the answer to the first. After the last one only
    the marked paragraph is sure, with what hangs on it: attached lines, the list it announces.
    """
    index = start
    while index < len(passages) and sides[index] != "question":
        if sides[index] is None and is_heading(index):
            break
        index += 1
    if index < len(passages) and sides[index] == "question":
        return index
    index = start
    if index < len(passages) and not (sides[index] is None and is_heading(index)):
        index += 1
    while index < len(passages) and sides[index] is None:
        above = passages[index - 1]
        announced = isinstance(passages[index], Entry) and (
            isinstance(above, Entry) or first_line(above).text.endswith(":")
        )
        if gap(passages[index]) and not announced:
            break
        index += 1
    return index


def _without_mark(line: Line) -> Line:
    found = read_side(line.text)
    return line.cut(found[1]) if found else line


def _without_side(passage: Passage, side: Side | None) -> Passage:
    """Return a passage of an answer without the mark that opens it."""
    if side is None:
        return passage
    line = _without_mark(first_line(passage))
    if not line.text:
        return passage
    return Words((line, *_more_lines(passage)))


def _more_lines(passage: Passage) -> tuple[Line, ...]:
    return passage.lines[1:] if isinstance(passage, Words | Entry) else ()


def _split_inner(line: Line) -> tuple[Line, Line | None]:
    """Part «س: …؟ ج: …» on one line."""
    for match in _INNER.finditer(line.text):
        found = read_side(line.text[match.end() :])
        if found and found[0] == "answer":
            question = replace(line, text=line.text[: match.start()])
            return question, line.cut(match.end() + found[1])
    return line, None


def _titled_span(
    passages: Sequence[Passage],
    sides: Sequence[Side | None],
    start: int,
    is_heading: Callable[[int], bool],
) -> Span | None:
    """Read pairs under a title: lines that ask, and what follows each."""
    first = next(
        (i for i in range(start, min(start + 3, len(passages))) if _asks(passages[i])), None
    )
    if first is None or any(sides[i] for i in range(start, first + 1)):
        return None
    pairs: list[Pair] = []
    index = first
    while index < len(passages) and _asks(passages[index]):
        end = index + 1
        while end < len(passages) and not _asks(passages[end]) and not is_heading(end):
            end += 1
        answer = tuple(passages[index + 1 : end])
        if not answer:
            break
        pairs.append(Pair(_question_line(passages[index]), answer))
        index = end
    if not pairs:
        return None
    return Span(first, index, tuple(pairs), "questions under a title that announces them")


def _asks(passage: Passage) -> bool:
    if isinstance(passage, Words | Entry | Marked):
        return bool(_ASKS.search(passage.text)) and count_words(passage.text) <= 40
    return False


def _question_line(passage: Passage) -> Line:
    line = first_line(passage)
    if isinstance(passage, Entry):
        line = passage.lines[0]
    elif isinstance(passage, Words) and passage.mark:
        line = line.cut(passage.mark.length)
    if isinstance(passage, Words) and len(passage.lines) > 1:
        return replace(line, text=" ".join([line.text, *(more.text for more in passage.lines[1:])]))
    return line


def _paired_marks(passages: Sequence[Passage], start: int) -> Span | None:
    """Read «*question? / -answer» lines: two marks by turns, two pairs at least."""
    pairs: list[Pair] = []
    index = start
    while index + 1 < len(passages):
        asking, answering = passages[index], passages[index + 1]
        if not (isinstance(asking, Entry) and isinstance(answering, Entry)):
            break
        if not _asks(asking) or _asks(answering) or asking.mark.style == answering.mark.style:
            break
        if asking.mark.readings or asking.line.indent != answering.line.indent:
            break
        pairs.append(Pair(asking.lines[0], (Words(answering.lines),)))
        index += 2
    if len(pairs) < 2:
        return None
    return Span(start, index, tuple(pairs), "two marks by turns")
