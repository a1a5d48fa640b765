"""Questions: pairs told by their marks, by the title above them, or by the source itself."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from report.diagnostics import Warn
from report.model.blocks import Block, BlockQuote, Faq, List, Paragraph, QuestionAnswer
from report.model.inlines import Inlines, Strong
from report.model.walk import inline_text
from report.readers.article.faq import Side, is_faq_title, read_side
from report.readers.article.lines import fold
from report.readers.article.tree import Head
from report.readers.runs import tidy
from report.readers.shaping.flow import Flow, content_of, cut, is_bold, parted, said, words_of
from report.rules import Phrase, finding

_ASKS: Final = re.compile(r"[?؟]\W*$")
_NUMBERED: Final = re.compile(r"^\s*[\d٠-٩۰-۹]{1,3}\s*[.)\-–]\s*")
_MOST_WORDS: Final = 40


def asked(flow: Flow, warn: Warn, names: AbstractSet[str] = frozenset()) -> Flow:
    """Return a flow in which questions stand with their answers."""
    return _joined(_titled(_named(_marked(flow, warn), warn, names), warn))


def _joined(flow: Flow) -> Flow:
    """Join lists of questions that stand below each other, out of the frames around them."""
    shaped: Flow = []
    for part in flow:
        match part:
            case BlockQuote(content=(Faq() as framed,)):
                part = framed
            case _:
                pass
        if isinstance(part, Faq):
            part = replace(part, items=tuple(map(_without_bullet, part.items)))
        above = shaped[-1] if shaped else None
        if isinstance(part, Faq) and isinstance(above, Faq) and part.language == above.language:
            shaped[-1] = replace(above, items=above.items + part.items)
        else:
            shaped.append(part)
    return shaped


def _without_bullet(pair: QuestionAnswer) -> QuestionAnswer:
    """Return a question whose answer is no list of one item, but what the item says."""
    match pair.answer:
        case (List(items=(item,)),):
            return replace(pair, answer=item.content)
        case _:
            return pair


def _side(part: Head | Block) -> tuple[Side, int] | None:
    text = inline_text(content_of(part))
    found = read_side(text) if text.strip() else None
    return found


def _marked(flow: Flow, warn: Warn) -> Flow:
    """Read «س: …» and «ج: …», whether in paragraphs of their own or on lines of one."""
    parts: Flow = [piece for part in flow for piece in _on_lines(part)]
    shaped: Flow = []
    number = 0
    while number < len(parts):
        pairs, end = _pairs(parts, number)
        if len(pairs) > 1 or any(pair.answer for pair in pairs):
            at = parts[number].at
            warn(finding("S030", at, count=len(pairs), reason=Phrase("marks before each of them")))
            shaped.append(Faq(tuple(pairs), at=at))
            number = end
        else:
            shaped.append(parts[number])
            number += 1
    return shaped


def _on_lines(part: Head | Block) -> Flow:
    """Part a paragraph whose lines are a question and its answer."""
    if not isinstance(part, Paragraph):
        return [part]
    lines = parted(part.content)
    if len(lines) < 2 or not read_side(inline_text(lines[0])):
        return [part]
    return [replace(part, content=tidy(line)) for line in lines if tidy(line)]


def _pairs(parts: Flow, start: int) -> tuple[list[QuestionAnswer], int]:
    pairs: list[QuestionAnswer] = []
    number = start
    while number < len(parts):
        side = _side(parts[number])
        if not side or side[0] != "question":
            break
        question = _plain(tidy(cut(content_of(parts[number]), side[1])))
        at = parts[number].at
        number += 1
        answer: list[Block] = []
        while number < len(parts) and not isinstance(parts[number], Head):
            part, side = parts[number], _side(parts[number])
            assert not isinstance(part, Head)
            if side and side[0] == "question":
                break
            follows = any(_is_question(later) for later in parts[number : number + 8])
            if answer and not side and not follows and not isinstance(part, List):
                break
            if side and isinstance(part, Paragraph):
                part = replace(part, content=tidy(cut(part.content, side[1])))
            answer.append(part)
            number += 1
        pairs.append(QuestionAnswer(question, tuple(answer), at=at))
    return pairs, number


def _is_question(part: Head | Block) -> bool:
    side = _side(part)
    return side is not None and side[0] == "question"


def _named(flow: Flow, warn: Warn, names: AbstractSet[str]) -> Flow:
    """Read the questions that the source names in its description (schema.org FAQPage)."""
    if not names:
        return flow
    found = [n for n, part in enumerate(flow) if _key(part) in names]
    shaped: Flow = []
    number = 0
    while number < len(flow):
        if number not in found:
            shaped.append(flow[number])
            number += 1
            continue
        end = _end(flow, number, found)
        pair = _pair(flow[number], flow[number + 1 : end])
        shaped.append(Faq((pair,), at=flow[number].at))
        number = end
    if found:
        reason = Phrase("the description that the page gives of itself")
        warn(finding("S030", flow[found[0]].at, count=len(found), reason=reason))
    return shaped


def _key(part: Head | Block) -> str:
    return fold(_NUMBERED.sub("", said(part))) if content_of(part) else ""


def _end(flow: Flow, number: int, questions: list[int]) -> int:
    """Return where the answer to a question ends: at a heading, or at the next question."""
    asking = flow[number]
    end = number + 1
    while end < len(flow) and end not in questions:
        part = flow[end]
        if isinstance(part, Head) and (not isinstance(asking, Head) or part.level <= asking.level):
            break
        end += 1
    return end


def _pair(asking: Head | Block, answer: Flow) -> QuestionAnswer:
    blocks: list[Block] = []
    for part in answer:
        if isinstance(part, Head):
            blocks.append(Paragraph((Strong(part.title, at=part.at),), at=part.at))
        else:
            blocks.append(part)
    return QuestionAnswer(_question(asking), tuple(blocks), at=asking.at)


def _plain(content: Inlines) -> Inlines:
    """Return a question without bold from end to end: the press sets all of them alike."""
    if len(content) == 1 and isinstance(content[0], Strong):
        return content[0].content
    return content


def _question(asking: Head | Block) -> Inlines:
    content = _plain(content_of(asking))
    number = _NUMBERED.match(inline_text(content))
    return tidy(cut(content, number.end())) if number else content


def _titled(flow: Flow, warn: Warn) -> Flow:
    """Read the headings, or the bold lines, that ask under «الأسئلة الشائعة»."""
    shaped: Flow = []
    number = 0
    while number < len(flow):
        part = flow[number]
        shaped.append(part)
        number += 1
        if not isinstance(part, Head):
            continue
        words = words_of(part)
        if words is None or not is_faq_title(words):
            continue
        end = number
        while end < len(flow):
            below = flow[end]
            if isinstance(below, Head) and below.level <= part.level and not _asks(below):
                break
            end += 1
        section = flow[number:end]
        questions = [n for n, below in enumerate(section) if _asks(below)]
        if not questions or any(isinstance(below, Faq) for below in section):
            continue
        shaped[-1] = replace(part, kind="faq")
        shaped += section[: questions[0]]
        for here, after in zip(questions, [*questions[1:], len(section)], strict=True):
            pair = _pair(section[here], section[here + 1 : after])
            shaped.append(Faq((pair,), at=section[here].at))
        reason = Phrase("lines that ask, under a title that announces them")
        warn(finding("S030", section[questions[0]].at, count=len(questions), reason=reason))
        number = end
    return shaped


def _asks(part: Head | Block) -> bool:
    text = said(part)
    if not text or not _ASKS.search(text) or len(text.split()) > _MOST_WORDS:
        return False
    return isinstance(part, Head) or is_bold(part) or isinstance(part, Paragraph)
