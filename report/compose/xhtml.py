"""XHTML: one match for blocks, one for inlines; the only place that writes markup of content.

The fragments are well formed XML and valid HTML at once: void elements end in ``/>``, no other
element is left without its end tag, so both WeasyPrint's HTML parser and a reading system's XML
parser read the same tree. Direction is carried by ``dir`` alone, because EPUB forbids it in CSS
and WeasyPrint lets only elements with ``dir`` go against the line.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from markupsafe import escape

from report.compose.charts import data_is_shown, data_table, drawings
from report.compose.marking import Marked, around_word
from report.compose.references import (
    after_text,
    cross_reference,
    note_reference,
    page_attributes,
)
from report.compose.setting import Setting, language_attributes
from report.compose.tables import Dress, set_table, with_word
from report.locales import direction_of
from report.locales.collation import fold_term
from report.model.blocks import (
    Block,
    BlockNode,
    BlockQuote,
    Blocks,
    Break,
    Callout,
    Chart,
    CodeBlock,
    DefinitionList,
    Faq,
    Figure,
    List,
    Paragraph,
    PullQuote,
    QuestionAnswer,
    Table,
)
from report.model.inlines import (
    Citation,
    Code,
    CrossRef,
    Day,
    Direction,
    Emphasis,
    Gap,
    IndexMark,
    Inline,
    Inlines,
    Isolate,
    LineBreak,
    Link,
    NoteRef,
    Strong,
    Subscript,
    Superscript,
    Term,
    Text,
)
from report.model.walk import inline_text


def set_blocks(blocks: Blocks, setting: Setting) -> str:
    """Set blocks one below the other."""
    return "\n".join(set_block(block, setting) for block in blocks)


def set_block(block: Block, around: Setting) -> str:
    """Set one block as XHTML.

    >>> from report.compose.numbering import Numbers
    >>> from report.locales import locale
    >>> set_block(Paragraph((Text("نص"),)), Setting(locale("ar"), Numbers({}, {}), "ar"))
    '<p>نص</p>'
    """
    setting = around.inside(block)
    match block:
        case Paragraph(content):
            return f"<p{_own(block, around)}>{set_inlines(content, setting)}</p>"
        case List():
            return _list(block, setting, around)
        case Table():
            return _table(block, setting, around)
        case Figure():
            return _figure(block, setting, around)
        case Chart():
            return _chart(block, setting, around)
        case PullQuote(content, attribution):
            inside = set_blocks(content, setting) + _attribution(attribution, setting)
            own = f' aria-label="{setting.word("pullquote")}"{_own(block, around)}'
            return f'<aside class="pullquote" role="doc-pullquote"{own}>{inside}</aside>'
        case BlockQuote(content, attribution):
            inside = set_blocks(content, setting) + _attribution(attribution, setting)
            return f"<blockquote{_own(block, around)}>{inside}</blockquote>"
        case Callout():
            return _callout(block, setting, around)
        case Faq(items):
            pairs = "\n".join(_question(pair, setting) for pair in items)
            own = f' role="doc-qna"{_own(block, around)}'
            return f'<section class="faq"{own}>\n{pairs}\n</section>'
        case CodeBlock(text, syntax):
            kind = f' class="language-{escape(syntax)}"' if syntax else ""
            own = _own(block, around, direction="ltr")
            return f"<pre{own}><code{kind}>{escape(text)}</code></pre>"
        case DefinitionList():
            return _definitions(block, setting, around)
        case Break():
            return f"<hr{_own(block, around)}/>"
        case _:
            assert_never(block)


def _own(block: BlockNode, around: Setting, direction: Direction | None = None) -> str:
    """Write a block's id, language and direction where they differ from what is around."""
    written = f' id="{escape(block.label)}"' if block.label else ""
    if block.language and block.language != around.language:
        written += language_attributes(block.language)
        direction = direction or direction_of(block.language)
    if direction and direction != around.direction:
        written += f' dir="{direction}"'
    return written


def _list(block: List, setting: Setting, around: Setting) -> str:
    name = "ol" if block.numbering else "ul"
    start = ""
    if block.numbering and block.start != 1:
        # WeasyPrint counts by the style and does not look at the attribute.
        reset = f"counter-reset: list-item {block.start - 1}"
        start = f' start="{block.start}" style="{reset}"'
    style = f' class="{block.numbering}"' if block.numbering else ""
    items = "\n".join(f"<li>{_item(item.content, setting)}</li>" for item in block.items)
    return f"<{name}{style}{start}{_own(block, around)}>\n{items}\n</{name}>"


def _item(content: Blocks, setting: Setting) -> str:
    """Set what stands in an item or a cell: a single paragraph needs no ``p`` of its own."""
    match content:
        case (Paragraph(run, language=None, label=None),):
            return set_inlines(run, setting)
        case (Paragraph(run, language=None, label=None), List() as nested):
            return f"{set_inlines(run, setting)}\n{set_block(nested, setting)}"
        case _:
            return set_blocks(content, setting)


def _table(block: Table, setting: Setting, around: Setting) -> str:
    caption = set_inlines(block.caption, setting)
    if block.label and (target := setting.numbers.targets.get(block.label)):
        caption = numbered_caption("table", target.number, caption, setting)
    return set_table(block, _own(block, around), caption, _dress(setting))


def _dress(setting: Setting) -> Dress:
    return Dress(
        lambda blocks: _item(blocks, setting),
        lambda run: set_inlines(run, setting),
        style=setting.table_style,
        unit=setting.locale.words["unit"],
        source=setting.locale.words["source"],
        direction=setting.direction,
        measure=setting.table_figures,
    )


def _figure(block: Figure, setting: Setting, around: Setting) -> str:
    caption = _figure_caption(block, setting)
    if block.credit:
        caption += f' <span class="credit">{set_inlines(block.credit, setting)}</span>'
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure{_own(block, around)}>{_image(block, setting)}{below}</figure>"


def _image(block: Figure, setting: Setting) -> str:
    if block.asset in setting.missing:
        said = escape(block.alternative.strip() or block.asset)
        return f'<p class="missing-image">{said}</p>'
    limit = f' style="max-width: {block.width * 100:g}%"' if block.width else ""
    alternative = escape(block.alternative)
    return f'<img src="assets/{escape(block.asset)}" alt="{alternative}"{limit}/>'


def _figure_caption(block: Figure | Chart, setting: Setting) -> str:
    caption = set_inlines(block.caption, setting)
    if block.label and (target := setting.numbers.targets.get(block.label)):
        return numbered_caption("figure", target.number, caption, setting)
    return caption


def _chart(block: Chart, setting: Setting, around: Setting) -> str:
    """Set a chart as a figure, and its numbers after it: open where print shows them too."""
    drawn = drawings(block, setting.lettering, setting.locale, setting.language)
    caption = _figure_caption(block, setting)
    if block.source:
        source = with_word(setting.locale.words["source"], block.source)
        caption += f' <span class="credit">{set_inlines(source, setting)}</span>'
    inside = [drawn, f"<figcaption>{caption}</figcaption>" if caption else ""]
    figure = "\n".join(part for part in inside if part)
    numbers = set_table(data_table(block), "", "", _dress(setting))
    own = _own(block, around)
    written = f'<figure class="chart {block.kind}"{own}>\n{figure}\n</figure>\n'
    if not drawn or data_is_shown(block):
        return f'{written}<div class="chart-data">{numbers}</div>'
    said = setting.word("chart_data")
    return (
        f'{written}<details class="chart-data">\n<summary>{said}</summary>\n{numbers}\n</details>'
    )


def numbered_caption(word: str, number: int, caption: str, setting: Setting) -> str:
    """Write «جدول 2. …»: the press's word and the number stand in one span of their own."""
    sign = f"{setting.word(word)} {setting.locale.number(number)}"
    if not caption:
        return f'<span class="number">{sign}</span>'
    return f'<span class="number">{sign}{setting.word("caption_separator")}</span> {caption}'


def _attribution(run: Inlines, setting: Setting) -> str:
    return f'<p class="attribution">{set_inlines(run, setting)}</p>' if run else ""


def _callout(block: Callout, setting: Setting, around: Setting) -> str:
    title = set_inlines(block.title, setting) or setting.word(f"callout_{block.kind}")
    inside = set_blocks(block.content, setting)
    return (
        f'<aside class="callout {block.kind}" role="note"{_own(block, around)}>'
        f'<p class="callout-title">{title}</p>\n{inside}</aside>'
    )


def _question(pair: QuestionAnswer, around: Setting) -> str:
    setting = around.inside(pair)
    level = min(setting.depth + 1, 6)
    number = ""
    if pair.label and (target := setting.numbers.targets.get(pair.label)):
        number = f'<span class="number">{setting.locale.number(target.number)}</span> '
    return (
        f'<div class="qa"{_own(pair, around)}>\n'
        f'<h{level} class="question">{number}{set_inlines(pair.question, setting)}</h{level}>\n'
        f'<div class="answer">{set_blocks(pair.answer, setting)}</div>\n</div>'
    )


def _definitions(block: DefinitionList, setting: Setting, around: Setting) -> str:
    parts: list[str] = []
    for entry in block.entries:
        own = ""
        if setting.glossary:
            term = fold_term(inline_text(entry.term), setting.locale.language)
            name = setting.numbers.terms.get(term)
            own = f' id="{name}"' if name and name not in setting.called else ""
            setting.called.add(name or "")
        parts.append(f"<dt{own}>{set_inlines(entry.term, setting)}</dt>")
        parts.extend(f"<dd>{_item(meaning, setting)}</dd>" for meaning in entry.meanings)
    return f"<dl{_own(block, around)}>\n" + "\n".join(parts) + "\n</dl>"


def set_inlines(content: Inlines, setting: Setting) -> str:
    """Set a run of inlines."""
    pieces: list[str] = []
    for before, inline in zip((None, *content), content, strict=False):
        said = set_inline(inline, setting, before)
        if isinstance(inline, IndexMark) and not inline.content and pieces:
            pieces += around_word(pieces.pop(), said)
        else:
            pieces.append(said)
    return "".join(pieces)


def set_inline(inline: Inline, setting: Setting, before: Inline | None = None) -> str:
    """Set one inline as XHTML; ``before`` is what stands before it in its run."""
    match inline:
        case Text(text):
            return escape(text)
        case Emphasis(content):
            return f"<em>{set_inlines(content, setting)}</em>"
        case Strong(content):
            return f"<strong>{set_inlines(content, setting)}</strong>"
        case Superscript(content):
            return f"<sup>{set_inlines(content, setting)}</sup>"
        case Subscript(content):
            return f"<sub>{set_inlines(content, setting)}</sub>"
        case Isolate(content, direction, language):
            tag = language_attributes(language) if language else ""
            inside = replace(setting, language=language or setting.language, run=direction)
            return f'<bdi dir="{direction}"{tag}>{set_inlines(content, inside)}</bdi>'
        case Link(content, target):
            said = set_inlines(content, replace(setting, linked=True))
            return said if setting.linked else f'<a class="link" href="{escape(target)}">{said}</a>'
        case Code(text):
            return f'<code dir="ltr">{escape(text)}</code>'
        case NoteRef(label):
            return note_reference(label, setting)
        case CrossRef():
            return _reference(inline, setting, before)
        case Citation(content=content):
            return f'<span class="citation">{set_inlines(content, setting)}</span>'
        case Term(content, entry):
            return _term(content, entry, setting)
        case IndexMark():
            return _index_mark(inline, setting)
        case Day(iso, content):
            said = set_inlines(content, setting) or escape(setting.locale.date(iso))
            return f'<time datetime="{escape(iso)}">{said}</time>'
        case LineBreak():
            return "<br/>"
        case Gap(reason):
            return f'<span class="gap"{setting.foreign}>{setting.word(reason)}</span>'
        case _:
            assert_never(inline)


def _reference(inline: CrossRef, setting: Setting, before: Inline | None) -> str:
    """Set a reference; inside a link it is only its words (HTML, 4.5.1: no link in a link)."""
    said = set_inlines(inline.content, replace(setting, linked=True))
    said = said or after_text(
        cross_reference(inline.label, setting.numbers, setting.locale), before
    )
    if setting.linked:
        return said
    target = f'href="#{escape(inline.label)}"{"" if inline.content else setting.foreign}'
    if inline.page:
        count = page_attributes(inline, setting.numbers, setting.locale)
        return f'<a class="crossref page" {target}{count}><span class="said">{said}</span></a>'
    role = ' role="doc-biblioref"' if inline.label.startswith("source-") else ""
    return f'<a class="crossref" {target}{role}>{said}</a>'


def _term(content: Inlines, entry: str | None, setting: Setting) -> str:
    said = set_inlines(content, replace(setting, linked=True))
    name = fold_term(entry or inline_text(content), setting.locale.language)
    target = setting.numbers.terms.get(name)
    if setting.linked or target is None:
        return said
    return f'<a class="term" href="#{target}" role="doc-glossref">{said}</a>'


def _index_mark(mark: IndexMark, setting: Setting) -> str:
    """Set a place that the index leads to; one that sends elsewhere is no place."""
    said = set_inlines(mark.content, setting)
    name = "" if mark.see else f"mark-{len(setting.marks) + 1}"
    setting.marks.append(Marked(name, mark))
    return f'<span class="mark" id="{name}">{said}</span>' if name else said
