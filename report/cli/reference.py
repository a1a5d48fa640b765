"""EDGE: ``report explain``, ``schema`` and ``doctor``: what the press knows and finds."""

from __future__ import annotations

import argparse
import difflib
import json

from report import verapdf
from report.cli.desk import Desk
from report.diagnostics import ReportError
from report.disk import house_folder, open_house
from report.model.jsonform import schema as report_schema
from report.rules import Rule, catalogue, finding
from report.tools import validators, versions


def explain(options: argparse.Namespace, desk: Desk) -> bool:
    """Explain codes; without any, list them all."""
    rules = catalogue()
    if not options.codes:
        for rule in rules.values():
            desk.say(f"{rule.code}  {rule.severity:7}  {rule.title}", **_form(rule))
        return True
    for code in options.codes:
        if (known := rules.get(code.upper())) is None:
            near = difflib.get_close_matches(code.upper(), rules, 1) or ["S021"]
            raise ReportError(finding("C011", None, written=code, near=near[0]))
        desk.say(explained(known), **_form(known))
    return True


def explained(rule: Rule) -> str:
    """Set a rule for reading: English first, Arabic beside it, then the two examples."""
    lines = [f"{rule.code} {rule.name} ({rule.severity})", f"  {rule.title}"]
    arabic = rule.arabic or {}
    if arabic:
        lines.append(f"  {arabic['title']}")
    for field in ("why", "fix"):
        lines.append(f"\n{field}:  {getattr(rule, field)}")
        if arabic:
            lines.append(f"      {arabic[field]}")
    if rule.clause:
        lines.append(f"\nclause:  {rule.clause}")
    lines += ["\nbad:", *_indented(rule.bad), "good:", *_indented(rule.good)]
    return "\n".join(lines)


def _indented(text: str) -> list[str]:
    return [f"  {line}" for line in text.strip("\n").split("\n")]


def _form(rule: Rule) -> dict[str, object]:
    return {name: getattr(rule, name) for name in Rule.__slots__} | {
        "severity": str(rule.severity),
        "arabic": dict(rule.arabic or {}),
    }


def schema(options: argparse.Namespace, desk: Desk) -> bool:
    """Print the JSON Schema of a report."""
    desk.write(json.dumps(report_schema(), ensure_ascii=False, indent=1) + "\n")
    return True


def doctor(options: argparse.Namespace, desk: Desk) -> bool:
    """Say which tools, validators and faces the press finds; done when it can make books."""
    needed = dict(versions())
    for name, version in (needed | validators() | {"verapdf": verapdf.version()}).items():
        desk.say(f"{name:16} {version or 'not found'}", tool=name, version=version)
    house = open_house()
    desk.say(f"{'house':16} {house_folder()}", house=str(house_folder()))
    for face in house.faces:
        desk.say(
            f"{'face':16} {face.family} {face.weight}, {face.version}",
            face=face.file,
            version=face.version,
        )
    return all(needed.values())
