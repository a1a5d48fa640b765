"""JSON form: a report as JSON and back, with a schema; all three follow the types of the model.

An object has a field for each field of its class that does not hold what it usually holds.
A member of a closed union (a block, an inline) says which it is by ``type``. Places are
``file:line:column``, bytes are base64. Nothing here names a class: a block that is added to
the model is in the form and in the schema.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from report.diagnostics import Place
from report.model import assets, blocks, document, inlines
from report.model.document import Report

VERSION = 1
SCHEMA_ID = "urn:warraq:schema:report:1"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NAMES = {**vars(inlines), **vars(blocks), **vars(assets), **vars(document)}
_DEEPEST = 200
"""Fields one inside the other; the readers stop far above."""
_LARGEST = 1_000_000
"""The largest number, of columns or of an ordinal, that a report can mean."""
_SURROGATE = re.compile("[\ud800-\udfff]")


class FormError(ValueError):
    """JSON that is no report; ``path`` says where, as ``body[0].content[2]``."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path or 'report'}: {problem}")
        self.path = path
        self.problem = problem


def to_json(report: Report) -> str:
    """Return a report as JSON, one line feed at its end.

    >>> from report.model.document import Metadata
    >>> print(to_json(Report(Metadata(title="موجز"))), end="")
    {
     "version": 1,
     "metadata": {
      "title": "موجز"
     }
    }
    """
    form = {"version": VERSION, **_written(report, typed=False)}
    return json.dumps(form, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> Report:
    """Return the report that :func:`to_json` wrote.

    Raises :class:`FormError` for JSON that is no report and :class:`ValueError` for text that
    is no JSON.

    >>> from_json('{"version": 1, "metadata": {"title": "موجز"}}').metadata.title
    'موجز'
    """
    try:
        form = json.loads(text, parse_constant=_refuse)
        if not isinstance(form, dict) or form.get("version") != VERSION:
            raise FormError("version", f"only version {VERSION} is known")
        rest = {key: value for key, value in form.items() if key != "version"}
        read = _read(Report, rest, "")
    except RecursionError:
        raise FormError("", "nested too deep") from None
    assert isinstance(read, Report)
    return read


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the form.

    >>> schema()["$defs"]["Break"]["properties"]["type"]
    {'const': 'Break'}
    """
    definitions: dict[str, Any] = {}
    _define(Report, definitions, typed=False)
    root = definitions.pop("Report")
    root["properties"] = {"version": {"const": VERSION}, **root["properties"]}
    root["required"] = ["version", *root["required"]]
    return {
        "$schema": _DIALECT,
        "$id": SCHEMA_ID,
        "title": "Report",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


@cache
def _hints(cls: type) -> Mapping[str, Any]:
    return get_type_hints(cls, localns=_NAMES)


def _members(hint: Any) -> tuple[Any, ...]:
    """Return the members of a union, ``None`` left out; of anything else the thing itself."""
    if get_origin(hint) in (Union, types.UnionType):
        return tuple(member for member in get_args(hint) if member is not types.NoneType)
    return (hint,)


def _is_union(hint: Any) -> bool:
    members = _members(hint)
    return len(members) > 1 and all(is_dataclass(member) for member in members)


def _usual(field: Field[Any]) -> Any:
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else MISSING


def _written(value: Any, *, typed: bool) -> Any:
    if isinstance(value, Place):
        return f"{value.file}:{value.line}:{value.column}"
    if isinstance(value, tuple):
        return [_written(one, typed=typed) for one in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if not is_dataclass(value) or isinstance(value, type):
        return value
    form: dict[str, Any] = {"type": type(value).__name__} if typed else {}
    hints = _hints(type(value))
    for field in fields(value):
        held = getattr(value, field.name)
        if held != _usual(field):
            form[field.name] = _written(held, typed=_holds_union(hints[field.name]))
    return form


def _holds_union(hint: Any) -> bool:
    if get_origin(hint) is tuple:
        return _holds_union(get_args(hint)[0])
    return _is_union(hint)


def _read(hint: Any, form: Any, path: str) -> Any:
    if _is_union(hint):
        return _read_member(_members(hint), form, path)
    (kind,) = _members(hint) if len(_members(hint)) == 1 else (hint,)
    if form is None and kind is not hint:
        return None
    if get_origin(kind) is tuple:
        _expect(isinstance(form, list), path, "a list")
        inner = get_args(kind)[0]
        return tuple(_read(inner, one, f"{path}[{n}]") for n, one in enumerate(form))
    if get_origin(kind) is Literal:
        known = get_args(kind)
        _expect(isinstance(form, str) and form in known, path, f"one of {', '.join(known)}")
        return form
    if kind is Place:
        return _read_place(form, path)
    if is_dataclass(kind) and isinstance(kind, type):
        return _read_object(kind, form, path)
    return _read_scalar(kind, form, path)


def _read_member(members: tuple[Any, ...], form: Any, path: str) -> Any:
    known = {member.__name__: member for member in members}
    _expect(isinstance(form, dict), path, "an object")
    name = form.get("type")
    _expect(isinstance(name, str) and name in known, f"{path}.type", f"one of {', '.join(known)}")
    rest = {key: value for key, value in form.items() if key != "type"}
    return _read_object(known[name], rest, path)


def _read_object(kind: type, form: Any, path: str) -> Any:
    _expect(path.count(".") < _DEEPEST, path[:60], "less nesting")
    _expect(isinstance(form, dict), path, "an object")
    hints = _hints(kind)
    known = {field.name: field for field in fields(kind)}
    for name in form:
        _expect(name in known, f"{path}.{name}".lstrip("."), "a field that is known")
    for name, field in known.items():
        _expect(name in form or _usual(field) is not MISSING, path, f"the field {name}")
    read = {
        name: _read(hints[name], value, f"{path}.{name}".lstrip("."))
        for name, value in form.items()
    }
    return kind(**read)


def _read_place(form: Any, path: str) -> Place:
    _expect(isinstance(form, str), path, "a place: file:line:column")
    file, _, rest = form.partition(":") if form.count(":") < 2 else _parted(form)
    line, _, column = rest.partition(":")
    fine = all(part.isascii() and part.isdecimal() and len(part) < 10 for part in (line, column))
    _expect(fine, path, "a place: file:line:column")
    return Place(file, int(line), int(column))


def _parted(form: str) -> tuple[str, str, str]:
    file, line, column = form.rsplit(":", 2)
    return file, ":", f"{line}:{column}"


def _read_scalar(kind: Any, form: Any, path: str) -> Any:
    if kind is bytes:
        _expect(isinstance(form, str), path, "base64")
        try:
            return base64.b64decode(form, validate=True)
        except (binascii.Error, ValueError):
            raise FormError(path, "not base64") from None
    if kind is float:
        _expect(isinstance(form, int | float) and not isinstance(form, bool), path, "a number")
        return float(form)
    names = {str: "a text", int: "a whole number", bool: "true or false"}
    _expect(type(form) is kind, path, names[kind])
    if isinstance(form, str):
        _expect(not _SURROGATE.search(form), path, "characters, not halves of them")
    else:
        _expect(abs(form) <= _LARGEST, path, f"at most {_LARGEST}")
    return form


def _refuse(constant: str) -> None:
    raise FormError("", f"{constant} is no number")


def _expect(fine: bool, path: str, wanted: str) -> None:
    if not fine:
        raise FormError(path, f"wanted {wanted}")


def _define(kind: type, definitions: dict[str, Any], *, typed: bool) -> None:
    """Add the schema of a class, and of all that it holds, to the definitions."""
    if kind.__name__ in definitions:
        return
    properties: dict[str, Any] = {"type": {"const": kind.__name__}} if typed else {}
    form: dict[str, Any] = {
        "type": "object",
        "description": (kind.__doc__ or "").strip().split("\n")[0],
        "properties": properties,
        "required": ["type"] if typed else [],
        "additionalProperties": False,
    }
    definitions[kind.__name__] = form
    hints = _hints(kind)
    for field in fields(kind):
        properties[field.name] = _schema_of(hints[field.name])
        if _usual(field) is MISSING:
            form["required"] = [*form["required"], field.name]
        for inner, is_member in _classes(hints[field.name]):
            _define(inner, definitions, typed=is_member)
        _define_union(hints[field.name], definitions)


def _define_union(hint: Any, definitions: dict[str, Any]) -> None:
    while get_origin(hint) is tuple:
        hint = get_args(hint)[0]
    if _is_union(hint):
        names = [member.__name__ for member in _members(hint)]
        # A choice by «type», not «oneOf»: that would try every member at every depth.
        definitions[_union_name(hint)] = {
            "type": "object",
            "properties": {"type": {"enum": names}},
            "required": ["type"],
            "allOf": [
                {
                    "if": {"properties": {"type": {"const": name}}},
                    "then": {"$ref": f"#/$defs/{name}"},
                }
                for name in names
            ],
        }


def _union_name(hint: Any) -> str:
    return next(name for name, known in _NAMES.items() if _is_union(known) and known == hint)


def _classes(hint: Any) -> Iterator[tuple[type, bool]]:
    if get_origin(hint) is tuple:
        yield from _classes(get_args(hint)[0])
        return
    for member in _members(hint):
        if is_dataclass(member) and isinstance(member, type):
            yield member, _is_union(hint)


def _schema_of(hint: Any) -> dict[str, Any]:
    members = _members(hint)
    if len(members) > 1:
        return {"$ref": f"#/$defs/{_union_name(hint)}"}
    (kind,) = members
    optional = kind is not hint
    form = _schema_of_one(kind)
    return {"anyOf": [form, {"type": "null"}]} if optional else form


def _schema_of_one(kind: Any) -> dict[str, Any]:
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _schema_of(get_args(kind)[0])}
    if get_origin(kind) is Literal:
        return {"enum": list(get_args(kind))}
    if kind is Place:
        return {"type": "string", "pattern": "^.*:[0-9]{1,9}:[0-9]{1,9}$"}
    if is_dataclass(kind) and isinstance(kind, type):
        return {"$ref": f"#/$defs/{kind.__name__}"}
    if kind is bytes:
        return {"type": "string", "contentEncoding": "base64"}
    if kind is int:
        return {"type": "integer", "minimum": -_LARGEST, "maximum": _LARGEST}
    names = {str: "string", float: "number", bool: "boolean"}
    return {"type": names[kind]}
