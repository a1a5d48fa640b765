"""Markdown: the manuscript, in the dialect of Pandoc, becomes a report.

The dialect
-----------

A manuscript begins with YAML between two lines of ``---``::

    title:      subtitle:   lang: ar-MA   date: 2026-11-24
    author: [عبد الله، ليلى]        or   - {name: …, sort: …, role: translator}
    publisher:  identifier:  description:  subjects: [ ]
    rights:     licence:     series:       online:
    emblem: sign.svg         half-title: true        summary: before (or after) the contents
    notes: end (or foot)     bibliography: [sources.bib, more.json]
    csl: chicago-author-date (or apa, ieee)          nocite: [key] or "*"

Headings make divisions: ``#`` a chapter, ``##`` a section. Braces after a heading give it a
label, a language and a kind; the kind places it before or after the body::

    # ملخص {.summary}            .foreword .summary                  front matter
    # المقدمة {#intro}           .introduction .conclusion (none)    body
    # الأسئلة الشائعة {.faq}     .appendix .faq                      back matter
    # المصطلحات {.glossary}      .endnotes .bibliography .index      back matter
                                 .frontmatter .bodymatter .backmatter to place it otherwise

``notes=end`` on a chapter gathers its notes at the end of the book. What endnotes, bibliography
and index hold is gathered by the press, and a part that is missing is added where something
belongs into it; a glossary is a definition list, which the press puts in order.

Blocks are those of Markdown. Lists count with ``1.``, ``١.``, ``أ)``, ``a)``, ``i)`` and
nest by two blanks or more. Lines of three colons fence the rest::

    ::: {.pullquote lang=en}        also .quote
    A sentence that catches the eye.

    -- Who said it
    :::

    ::: {.warning title="تنبيه"}    also .note .tip .important .key
    نص
    :::

    ::: faq
    ما السؤال؟ {#q-1}
    : الجواب، وفقراته التالية بفراغين في أولها.
    :::

    ::: {lang=fr #p-1}              language and label of the block inside
    Texte.
    :::

Tables are pipe tables. A colon before the dashes gathers a column at its start, after them
at its end, on both sides in the middle; ``align="start number"`` on the caption says more::

    | الدولة | العدد |
    |---|---|
    | المغرب | 12 |

    Table: عدد الدول {#tbl-count .striped align="start number" header-cols=1}

With notes and a source, fenced: ``::: table``, the caption line, the table, and paragraphs
that begin with ``Note:`` and ``Source:``. Cells that span or hold blocks are lists::

    ::: {.list-table #tbl-2 header-rows=1 header-cols=1 align="start center"}
    Table: العنوان

    - - []{rowspan=2} خلية
      - خلية
    - - []{colspan=2 .header} خلية
    :::

A figure is an image alone in its paragraph, ``![بديل](map.png "عنوان"){#fig-1 credit="…"}``,
or ``::: figure`` around the image and a paragraph that is its caption. ``width=60%`` is the
most of the measure that it takes.

A chart is a pipe table that the press draws: as bars, lines, shares of a whole or a time line.
The first column names categories or dates, the others are series, or what happened::

    ::: {.chart kind=bar #fig-2 unit="%"}     also bars=rows, dir=ltr, data=show, alt="…"
    النمو في بلدان المنطقة

    | البلد  | 2023 | 2024 |
    |--------|------|------|
    | المغرب | 3.4  | 3.2  |

    Source: المندوبية السامية للتخطيط
    :::

Cells may lie in a CSV or XLSX file beside the manuscript, for a table or a chart. Columns are
picked by their names there (all of them, without ``columns``), named and formatted: ``text``,
``number``, ``number.1``, ``percent``, ``date``, ``money.MAD.2``. The reference stays, and the file
is read anew for each book::

    ::: {.table from=prices.csv columns="City = المدينة; Index = الرقم: number.1" total="المجموع"}
    Table: الأسعار
    :::                             also sheet="…" and header-cols=1

Inside lines: ``*emphasis*``, ``**strong**``, ``^sup^``, ``~sub~``, code in backticks,
``[text](https://…)``, ``[text](#label)``, ``[](#label)`` and ``@label`` for a reference that
the press words, ``[^1]`` with its ``[^1]: note`` anywhere, ``[WHO]{lang=en dir=ltr}`` for a
run with a direction of its own, ``[…]{.truncated}`` and ``[…]{.missing}`` for words that the
source does not have, a backslash at the end of a line or ``<br>`` for a break.
``[](#label){.page}`` gives the page of a part, ``[الأمن الغذائي]{.term}`` leads to the glossary
(``entry="…"`` where it stands there in another form), and
``[الأمن الغذائي]{.index entry="أمن!غذائي"}`` marks a place for the index, without words in the
brackets too; ``see="…"`` and ``also="…"`` send to another entry.
``[انظر @qasim2021، ص ٢٣؛ -@amin2023]`` cites sources, the second without its author.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from markdown_it.token import Token

from report.diagnostics import Place, Warn
from report.model.blocks import Block, Chart, Figure, Table
from report.model.document import Options, Report
from report.model.walk import report_blocks
from report.readers.article.tongues import language_of
from report.readers.markdown.anchors import label_headings
from report.readers.markdown.divisions import read_divisions
from report.readers.markdown.grammar import grammar
from report.readers.markdown.inlines import Reading
from report.readers.markdown.metadata import read_front_matter, split_front_matter
from report.readers.markdown.places import Lines
from report.readers.markdown.tree import grow
from report.readers.source import Source, decode
from report.rules import finding

_LABELS = re.compile(r"\{[^{}\n]*?#([^\s{}#=\"'()\[\]]+)")


def read_markdown(source: Source, warn: Warn) -> Report:
    r"""Read a manuscript.

    Args:
        source: the manuscript, in any encoding that :func:`decode` tells.
        warn: is told of every finding.

    Raises :class:`report.diagnostics.ReportError` when the bytes are not text or the front
    matter is not YAML (M001).

    >>> text = "---\ntitle: موجز\nlang: ar\n---\n# مدخل\n\nنص *مهم*."
    >>> report = read_markdown(Source("a.md", "text/markdown", text.encode()), print)
    >>> report.body[0].title, report.body[0].content[0].at.line
    ((Text(text='مدخل'),), 7)
    """
    typed = decode(source, warn).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    written, text = split_front_matter(typed, source.name)
    front_matter = read_front_matter(written, source.name, warn)
    env: dict[str, Any] = {"labels": frozenset(_LABELS.findall(text))}
    lines = Lines(source.name, text)
    reading = Reading(lines, warn, env)
    tokens: list[Token] = []
    grammar().block.parse(text, grammar(), env, tokens)
    root = grow(tokens, lines, warn)
    title = front_matter.texts.get("title", "")
    found = read_divisions(reading, root.children, titled=bool(title))
    whole = Place(source.name, 0)
    if not (title := title or found.title):
        title = PurePath(source.name).stem
        warn(finding("M004", whole, title=title))
    if not (language := front_matter.texts.get("language", "")):
        language = language_of(text)
        warn(finding("M006", whole, language=language))
    return label_headings(
        Report(
            front_matter.metadata(title, language),
            front=tuple(found.front),
            body=tuple(found.body),
            back=tuple(found.back),
            notes=tuple(reading.notes),
            options=Options(**front_matter.options),
        )
    )


def wanted_assets(report: Report) -> Iterator[str]:
    """Yield the names of the images and the files of sources that a report does not carry."""
    carried = {asset.name for asset in report.assets}
    for name in filter(None, (report.options.emblem, *report.options.bibliography)):
        if name not in carried:
            carried.add(name)
            yield name
    for block in report_blocks(report):
        file = _file_of(block)
        if file and file not in carried:
            carried.add(file)
            yield file


def _file_of(block: Block) -> str | None:
    """Return the file that a block shows or takes its cells from."""
    if isinstance(block, Figure):
        return block.asset
    return block.data.file if isinstance(block, Table | Chart) and block.data else None
