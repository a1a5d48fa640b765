"""The JSON form: reads back equal with every place, and is what the schema describes."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from strategies import reports

from report.diagnostics import Place, ReportError
from report.model.blocks import Block
from report.model.document import Report
from report.model.inlines import Inline
from report.model.jsonform import FormError, from_json, schema, to_json
from report.readers.json import read_json
from report.readers.markdown import read_markdown
from report.readers.source import Source

VALIDATOR = Draft202012Validator(schema())
MANUSCRIPT = """---
title: موجز
lang: ar
---

# فصل

نص *مهم* [WHO]{lang=en}.[^1]

- أ

| س |
|---|
| 1 |

[^1]: حاشية
"""


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(reports(assets=True))
def test_a_report_reads_back_equal_and_fits_the_schema(report: Report) -> None:
    text = to_json(report)
    assert from_json(text) == report
    VALIDATOR.validate(json.loads(text))


def places(value: object) -> Iterator[Place | None]:
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            held = getattr(value, field.name)
            if field.name == "at":
                yield held
            else:
                yield from places(held)
    elif isinstance(value, tuple):
        for one in value:
            yield from places(one)


def test_places_are_kept() -> None:
    source = Source("C:\\a:1.md", "text/markdown", MANUSCRIPT.encode())
    report = read_markdown(source, lambda finding: None)
    again = from_json(to_json(report))
    assert list(places(again)) == list(places(report))
    assert next(place for place in places(again) if place) == Place("C:\\a:1.md", 6, 1)


def test_the_schema_is_one_and_names_every_block_and_inline() -> None:
    Draft202012Validator.check_schema(schema())
    for union in (Block, Inline):
        for member in union.__args__:  # type: ignore[attr-defined]
            assert schema()["$defs"][member.__name__]["properties"]["type"] == {
                "const": member.__name__
            }


@pytest.mark.parametrize(
    ("form", "path"),
    [
        ('{"version": 2, "metadata": {"title": "أ"}}', "version"),
        ("[]", "version"),
        ('{"version": 1}', ""),
        ('{"version": 1, "metadata": {}}', "metadata"),
        ('{"version": 1, "metadata": {"title": 1}}', "metadata.title"),
        ('{"version": 1, "metadata": {"title": "\\ud800"}}', "metadata.title"),
        ('{"version": 1, "metadata": {"title": "أ"}, "body": {}}', "body"),
        ('{"version": 1, "metadata": {"title": "أ"}, "bdy": []}', "bdy"),
        (
            '{"version": 1, "metadata": {"title": "أ"}, "body": [{"title": [{"type": "Txt"}]}]}',
            "body[0].title[0].type",
        ),
        (
            '{"version": 1, "metadata": {"title": "أ"}, "body": [{"title": [], "at": "a:b:c"}]}',
            "body[0].at",
        ),
        (
            '{"version": 1, "metadata": {"title": "أ"}, "assets":'
            ' [{"name": "a", "media_type": "b", "data": "%"}]}',
            "assets[0].data",
        ),
        (
            '{"version": 1, "metadata": {"title": "أ"}, "body": [{"title": [], "content":'
            ' [{"type": "List", "items": [], "start": 1e9}]}]}',
            "body[0].content[0].start",
        ),
        ('{"version": 1, "metadata": {"title": "أ", "date": NaN}}', ""),
    ],
)
def test_what_is_no_report_is_refused_with_its_path(form: str, path: str) -> None:
    with pytest.raises(FormError) as raised:
        from_json(form)
    assert raised.value.path == path
    if path not in ("version", "") or '"version": 1}' in form:
        assert list(VALIDATOR.iter_errors(json.loads(form))) or "ud800" in form or "%" in form


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"version": 1,', "D029"),
        ("[ " * 100_000, "D030"),
        (
            '{"version": 1, "metadata": {"title": "أ"}, "x": ' + "[ " * 3000 + "] " * 3000 + "}",
            "D030",
        ),
        ('{"version": 1, "metadata": {"titel": "أ"}}', "D030"),
    ],
)
def test_the_reader_says_what_is_wrong(text: str, code: str) -> None:
    with pytest.raises(ReportError) as raised:
        read_json(Source("a.json", "application/json", text.encode()), lambda finding: None)
    assert raised.value.diagnostic.code == code


def test_deep_json_is_refused() -> None:
    quotation = '{"type": "BlockQuote", "content": [' * 300 + "]}" * 300
    text = '{"version": 1, "metadata": {"title": "أ"}, "body": [{"title": [], "content": [%s]}]}'
    with pytest.raises(FormError, match=r"nesting|deep"):
        from_json(text % quotation)
