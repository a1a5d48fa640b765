"""The reader of raw article text: what the lines say, what was guessed, what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from report.diagnostics import Diagnostic, Place, ReportError, Warn
from report.model.blocks import Block, Callout, CalloutKind, Faq, PullQuote, QuestionAnswer
from report.model.document import Contributor, Kind, Metadata, Report
from report.readers.article import asides
from report.readers.article.captions import (
    credited_images,
    image_captions,
    own_contents,
    table_caption,
    table_source,
)
from report.readers.article.credits import Credit, first_credits
from report.readers.article.endings import Vocabulary, ending
from report.readers.article.faq import Span, find_questions, is_faq_title
from report.readers.article.furniture import without_furniture
from report.readers.article.gathering import gather
from report.readers.article.habits import spaced
from report.readers.article.headings import Headings
from report.readers.article.levels import find_levels
from report.readers.article.lines import count_words, split_lines
from report.readers.article.lostcells import stands
from report.readers.article.passages import (
    Entry,
    Grid,
    Marked,
    Passage,
    Words,
    first_line,
    place,
)
from report.readers.article.printed import without_embeddings, without_pages
from report.readers.article.setting import (
    list_end,
    set_blocks,
    set_inlines,
    set_paragraph,
    set_table,
)
from report.readers.article.titles import Title, find_title
from report.readers.article.tongues import language_of
from report.readers.article.tree import Head, grow, parted
from report.readers.source import Source, decode
from report.rules import finding


def read_article(source: Source, warn: Warn) -> Report:
    r"""Read raw text, as it is copied or extracted from a page, into a report.

    Nothing is lost in silence: each line of the source is in the report, or a finding names
    it (S012 furniture, S013 repeats, S014 captions of images, S029 bylines and dates). Each
    guess is a note. Raises :class:`ReportError` as :func:`decode` does, and when nothing but
    furniture is left (S020).

    >>> text = "أسباب الهجرة\n\nتتعدد الأسباب.\n\nالجفاف\n\nقلّ المطر في الجنوب."
    >>> report = read_article(Source("a.txt", "text/plain", text.encode()), lambda finding: None)
    >>> report.metadata.title, len(report.body)
    ('أسباب الهجرة', 2)
    """
    findings: list[Diagnostic] = []
    try:
        return _read(decode(source, warn), source.name, findings.append)
    finally:
        # The parts are found out of order; who reviews them goes down the source.
        for found in sorted(findings, key=lambda found: (found.place or Place(source.name, 0))[1:]):
            warn(found)


def _read(text: str, name: str, warn: Warn) -> Report:
    lines = split_lines(without_embeddings(text, name, warn), name)
    hidden = [line for line in lines if line.hidden]
    if hidden:
        warn(finding("S035", hidden[0].at, count=sum(line.hidden for line in hidden)))
    lines = without_pages(lines, warn)
    spoken = language_of("\n".join(line.text for line in lines))
    lines = without_furniture(spaced(lines, lambda rows: stands(rows, spoken)), warn)
    if not lines:
        raise ReportError(finding("S020", Place(name, 0)))
    language = language_of("\n".join(line.text for line in lines))
    if language != "ar":
        warn(finding("S019", Place(name, 0), language=language))
    passages = gather(lines, language, warn)
    return _Article(passages, language, name, warn, Vocabulary(lines)).report()


@dataclass(slots=True)
class _Article:
    """An article while it is understood: its passages, and the part that each plays."""

    passages: Sequence[Passage]
    language: str
    name: str
    warn: Warn
    vocabulary: Vocabulary
    dropped: set[int] = field(default_factory=set)
    title: Title = field(init=False)
    credits: dict[int, Credit] = field(init=False)
    spans: dict[int, Span] = field(init=False)
    contents: dict[str, int] = field(default_factory=dict)
    contents_at: int | None = None
    aside: set[int] = field(default_factory=set)
    headings: Headings = field(init=False)

    def report(self) -> Report:
        """Return the report; the order of the steps is the order in which they need each other."""
        self._take_title()
        self._take_credits()
        self._take_images()
        self._find_parts()
        self._drop_captions()
        run = self._run()
        body, back = parted(grow(run, self.language))
        return Report(self._metadata(), body=body, back=back)

    def _take_title(self) -> None:
        self.title = title = find_title(self.passages, self.language)
        if title.index is None:
            self.warn(finding("S018", Place(self.name, 0), text=title.text))
            return
        at = place(self.passages[title.index])
        self.warn(finding("S017", at, text=title.text))
        self.dropped.add(title.index)
        if title.subtitle is not None:
            self._drop(title.subtitle, "S029", part="the subtitle")
        for index in title.repeats:
            self.dropped.add(index)
            repeat = first_line(self.passages[index])
            self.warn(finding("S013", repeat.at, text=repeat.text, line=at.line))

    def _take_credits(self) -> None:
        """Take the byline and the date, which stand above the first long paragraph."""
        top: list[int] = []
        for index, passage in enumerate(self.passages[:15]):
            long = isinstance(passage, Words) and count_words(passage.text) > 25
            if long or isinstance(passage, Entry | Grid):
                break
            if isinstance(passage, Words) and len(passage.lines) == 1 and index not in self.dropped:
                top.append(index)
        found = first_credits([first_line(self.passages[i]) for i in top], self.language)
        self.credits = {top[k]: credit for k, credit in found.items()}
        for index, credit in self.credits.items():
            self._drop(index, "S029", part="the author" if credit.author else "the date")

    def _take_images(self) -> None:
        for index, reason in credited_images(self.passages).items():
            if index not in self.dropped:
                self._drop(index, "S014", reason=reason)

    def _drop(self, index: int, code: str, **fields: str) -> None:
        self.dropped.add(index)
        line = first_line(self.passages[index])
        self.warn(finding(code, line.at, text=line.text, **fields))

    def _find_parts(self) -> None:
        """Find headings, with the questions apart, and the article's own list of contents."""
        # What stands above the title heads nothing of the article.
        self.aside = self.dropped | set(range(self.title.index or 0))
        headings = Headings(self.passages, self.aside)
        contents = own_contents(self.passages, headings)
        start = None
        if contents:
            start, self.contents, count = contents
            line = first_line(self.passages[start])
            self.warn(finding("S032", line.at, text=line.text, count=count))
        known = frozenset(self.contents)
        headings = Headings(self.passages, self.aside, known=known, contents=start)
        spans = find_questions(self.passages, lambda i: i in headings.found)
        self.spans = {i: span for i, span in spans.items() if i not in self.dropped}
        inside = {i for span in self.spans.values() for i in range(span.start, span.end)}
        self.contents_at = start
        self.headings = Headings(self.passages, self.aside | inside, set(self.spans), known, start)

    def _drop_captions(self) -> None:
        captions = image_captions(self.passages, self.headings, self.title.text, self.contents)
        for index, reason in captions.items():
            self._drop(index, "S014", reason=reason)
        for above, below in zip(self.headings.live, self.headings.live[1:], strict=False):
            first, second = self.passages[above], self.passages[below]
            if isinstance(first, Words) and isinstance(second, Words) and below not in self.dropped:
                if first.key == second.key and above in self.headings.found:
                    self.dropped.add(below)
                    line = first_line(second)
                    at = place(first)
                    self.warn(finding("S013", line.at, text=line.text, line=at.line))
        inside = {i for span in self.spans.values() for i in range(span.start, span.end)}
        known = frozenset(self.contents)
        self.headings = Headings(
            self.passages,
            self.aside | self.dropped | inside,
            set(self.spans),
            known,
            self.contents_at,
        )

    def _run(self) -> list[Head | Block]:
        """Return the headings and blocks in order."""
        captions = self._tables()
        quotes = asides.pull_quotes(self.passages, self.headings, self.language, self.dropped)
        boxes = asides.callouts(self.passages, self.dropped)
        found = self.headings.found - set(captions.values()) - set(quotes) - set(boxes)
        heads = self._heads(sorted(found))
        run: list[Head | Block] = []
        index = 0
        while index < len(self.passages):
            passage = self.passages[index]
            end = index + 1
            if index in self.spans:
                run.append(self._faq(self.spans[index]))
                end = self.spans[index].end
            elif index in heads:
                run.append(heads[index])
            elif index in self.dropped or index in captions.values():
                pass
            elif index in quotes:
                run.append(self._pull_quote(index, *quotes[index]))
            elif index in boxes:
                end = self._box_end(index, heads)
                run.append(self._callout(index, end, boxes[index]))
            elif isinstance(passage, Grid):
                run.append(self._table(index, captions.get(index)))
            else:
                end = self._stretch(index, heads, quotes, boxes, captions)
                run.extend(self._blocks(index, end))
            index = end
        return run

    def _tables(self) -> dict[int, int]:
        """Return the caption of each table that has one; a source line is dropped for it."""
        captions: dict[int, int] = {}
        for index, passage in enumerate(self.passages):
            if not isinstance(passage, Grid) or index in self.dropped:
                continue
            if index not in self.headings.order:
                continue
            caption = table_caption(self.passages, self.headings, index)
            if caption is not None:
                captions[index] = caption
                line = first_line(self.passages[caption])
                self.warn(finding("S025", line.at, text=line.text))
        return captions

    def _heads(self, found: Sequence[int]) -> dict[int, Head]:
        following = [*found[1:], len(self.passages)][: len(found)]
        empty = [
            all(i in self.dropped for i in range(index + 1, after))
            for index, after in zip(found, following, strict=True)
        ]
        levels = find_levels(self.passages, found, empty, self.contents)
        heads: dict[int, Head] = {}
        for index, levelled in zip(found, levels, strict=True):
            passage = self.passages[index]
            if not isinstance(passage, Words | Marked):
                continue
            at = place(passage)
            marked = isinstance(passage, Marked)
            if marked:
                self.warn(finding("S034", at, text=passage.text))
            else:
                self.warn(finding("S015", at, text=passage.text, level=levelled.level))
            if levelled.evidence and levelled.level > 1 and not marked:
                evidence = levelled.evidence
                self.warn(
                    finding("S016", at, text=passage.text, level=levelled.level, evidence=evidence)
                )
            kind: Kind = "faq" if is_faq_title(passage) and self._asks_below(index) else "chapter"
            heads[index] = Head(set_inlines(passage.text, at), levelled.level, kind, at)
        return heads

    def _asks_below(self, index: int) -> bool:
        return any(index < start <= index + 3 for start in self.spans)

    def _stretch(
        self,
        start: int,
        heads: dict[int, Head],
        quotes: dict[int, tuple[str, str | None]],
        boxes: dict[int, CalloutKind],
        captions: dict[int, int],
    ) -> int:
        """Return where the plain passages end that begin at ``start``."""
        end = start + 1
        while end < len(self.passages):
            special = end in self.spans or end in heads or end in quotes or end in boxes
            left_out = end in self.dropped or end in captions.values()
            if special or left_out or isinstance(self.passages[end], Grid):
                break
            end += 1
        return end

    def _blocks(self, start: int, end: int) -> tuple[Block, ...]:
        """Set plain passages; the last of the whole article may be cut off."""
        passages = self.passages[start:end]
        last = passages[-1]
        if end == len(self.passages) and isinstance(last, Words) and not last.broken:
            if self.vocabulary.cut(last.text, self.language):
                at = last.lines[-1].at
                self.warn(finding("S022", at, text=ending(last.text)))
                return (*set_blocks(passages[:-1]), set_paragraph(last, gap=True))
        return set_blocks(passages)

    def _faq(self, span: Span) -> Faq:
        at = place(self.passages[span.start])
        self.warn(finding("S030", at, count=len(span.pairs), reason=span.evidence))
        items: list[QuestionAnswer] = []
        for pair in span.pairs:
            question = pair.question
            if not pair.answer:
                self.warn(finding("S031", question.at, text=question.text))
            items.append(
                QuestionAnswer(
                    set_inlines(" ".join(question.text.split()), question.at),
                    self._answer(pair.answer),
                    at=question.at,
                )
            )
        return Faq(tuple(items), at=at)

    def _answer(self, passages: tuple[Passage, ...]) -> tuple[Block, ...]:
        if len(passages) == 1 and isinstance(passages[0], Entry):
            passages = (Words(passages[0].lines),)
        last = passages[-1] if passages else None
        if isinstance(last, Words):
            cut = self.vocabulary.cut(last.text, self.language)
            if cut:
                at = last.lines[-1].at
                code = "S021" if cut == "word" else "S022"
                self.warn(finding(code, at, text=ending(last.text)))
                return (*set_blocks(passages[:-1]), set_paragraph(last, gap=True))
        return set_blocks(passages)

    def _table(self, index: int, caption: int | None) -> Block:
        grid = self.passages[index]
        assert isinstance(grid, Grid)
        source = table_source(self.passages, index)
        named = self.passages[caption] if caption is not None else None
        below = self.passages[source] if source is not None else None
        if source is not None:
            self.dropped.add(source)
        return set_table(
            grid,
            named if isinstance(named, Words) else None,
            below if isinstance(below, Words) else None,
        )

    def _pull_quote(self, index: int, reason: str, language: str | None) -> PullQuote:
        passage = self.passages[index]
        line = first_line(passage)
        self.warn(finding("S026", line.at, text=line.text, reason=reason))
        return PullQuote(set_blocks((passage,)), at=line.at, language=language)

    def _box_end(self, index: int, heads: dict[int, Head]) -> int:
        """Return where a callout ends: after its own text, or after the list that it heads."""
        if asides.has_own_text(self.passages[index]):
            return index + 1
        end = index + 1
        if end < len(self.passages) and end not in heads and end not in self.dropped:
            if isinstance(self.passages[end], Entry):
                return list_end(self.passages, end)
            if isinstance(self.passages[end], Words):
                return end + 1
        return end

    def _callout(self, index: int, end: int, kind: CalloutKind) -> Callout:
        line = first_line(self.passages[index])
        self.warn(finding("S033", line.at, text=line.text, kind=kind))
        title, rest = asides.split_label(line)
        content: tuple[Passage, ...] = tuple(self.passages[index + 1 : end])
        own = self.passages[index]
        more = own.lines[1:] if isinstance(own, Words) else ()
        if rest:
            content = (Words((rest, *more)), *content)
        elif more:
            content = (Words(more), *content)
        return Callout(set_blocks(content), kind, set_inlines(title.text, title.at), at=line.at)

    def _metadata(self) -> Metadata:
        author = next((c.author for c in self.credits.values() if c.author), None)
        date = next((c.date for c in self.credits.values() if c.date), None)
        subtitle = None
        if self.title.subtitle is not None:
            subtitle = " ".join(first_line(self.passages[self.title.subtitle]).text.split())
        return Metadata(
            title=" ".join(self.title.text.split()),
            language=self.language,
            subtitle=subtitle,
            contributors=(Contributor(author),) if author else (),
            date=date,
        )
