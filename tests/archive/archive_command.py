"""The verbs of ``report archive``, called as the command calls them."""

from __future__ import annotations

import argparse
import io
import json
from dataclasses import dataclass, field

from report.cli.archive import arguments
from report.cli.desk import Desk
from report.diagnostics import ReportError


@dataclass
class Said:
    """What a verb said: to standard output, to standard error, and its findings by code."""

    done: bool
    out: str
    err: str
    codes: list[str] = field(default_factory=list)

    @property
    def results(self) -> list[dict[str, object]]:
        """The results of a verb that was run with the JSON format."""
        found: list[dict[str, object]] = json.loads(self.out)["results"]
        return found


def run(*words: object, layout: str = "human") -> Said:
    parser = argparse.ArgumentParser(prog="report archive")
    arguments(parser, [])
    options = parser.parse_args([str(word) for word in words])
    out, err = io.StringIO(), io.StringIO()
    desk = Desk(layout, out, err)  # type: ignore[arg-type]
    try:
        done = options.verb(options, desk)
    except ReportError as error:
        desk.warn(error.diagnostic)
        done = False
    desk.close()
    return Said(done, out.getvalue(), err.getvalue(), [f.code for f in desk.findings])
