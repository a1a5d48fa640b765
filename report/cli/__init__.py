"""EDGE: the command. Arguments and exit codes here; what each verb does in its own module."""

from __future__ import annotations

import argparse
import atexit
import os
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from enum import IntEnum
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn, get_args

import report.dormant  # noqa: F401  # first: before there are dataclasses

# isort: split
from report import __version__
from report.calm import loading
from report.cli import paper
from report.cli.desk import Desk
from report.diagnostics import ReportError
from report.model.document import Profile
from report.surfaces.terminals import orders_text
from report.writers.pdf.standards import Standard

_FILLED_LATER = {
    "impose": "lay a book on sheets to fold and bind",
    "catalogue": "make a site and OPDS feeds of an archive",
    "serve": "look at a site on this machine",
    "preview": "the book in the browser, again after every save",
}
"""Verbs whose module, called as they are, says what arguments they take."""

_WITHOUT_ARGUMENTS = {
    "schema": "print the JSON Schema of a report's JSON form",
    "doctor": "say what the press finds here",
}


class Exit(IntEnum):
    """Exit codes: 1 when nothing was published or ``--strict`` met an error, 2 for bad usage."""

    DONE = 0
    FAILED = 1
    USAGE = 2


def command() -> NoReturn:
    """Run the command as a process of its own, and end the process with its exit code.

    What a book leaves behind is given back with the process: to take it apart first, piece by
    piece, as the interpreter does at its end, takes a tenth of the time of a short book.
    """
    code = main()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    if threading.active_count() == 1:
        os._exit(code)
    sys.exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; no traceback reaches who has not asked for it."""
    options = _parser().parse_args(arguments)
    desk = Desk(options.format, sys.stdout, sys.stderr, _orders(options.terminal))
    try:
        done = options.verb(options, desk)
    except ReportError as error:
        desk.warn(error.diagnostic)
        done = False
    except BrokenPipeError:
        # The reader of our output has gone (`report explain … | head`): no news to anybody.
        sys.stderr.close()
        return Exit.DONE
    except KeyboardInterrupt:
        return Exit.FAILED
    desk.close()
    return Exit.DONE if done else Exit.FAILED


class _Verb(argparse.ArgumentParser):
    """The parser of a verb; ``fill`` gives it its arguments when the verb is asked for.

    So a verb waits for no module of another: the archive's alone take as long as a short book.
    """

    def __init__(
        self, *given: Any, fill: Callable[[_Verb], object] | None = None, **named: Any
    ) -> None:
        super().__init__(*given, **named)
        self._filling = fill

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Fill the parser, then parse."""
        if self._filling is not None:
            fill, self._filling = self._filling, None
            fill(self)
        return super().parse_known_args(args, namespace)


def _later(module: str, name: str = "run") -> Callable[..., Any]:
    """Return a function of a verb's module, which is loaded when the function is called."""

    def call(*given: Any, **named: Any) -> Any:
        with loading():
            called = getattr(import_module(f"report.cli.{module}"), name)
        return called(*given, **named)

    return call


def _orders(asked: str) -> bool:
    """Say whether the terminal orders text itself: as asked, else as known, else yes."""
    return asked == "bidi" or (asked == "auto" and orders_text(os.environ) is not False)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="report",
        description="A press for right-to-left reports: an article becomes a PDF and an EPUB 3.",
    )
    parser.add_argument("--version", action="version", version=f"warraq {__version__}")
    verbs = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Verb)
    common = _Verb(add_help=False)
    common.add_argument(
        "--format",
        choices=("human", "short", "json"),
        default="human",
        help="how findings are written (default: human)",
    )
    common.add_argument(
        "--terminal",
        choices=("auto", "bidi", "plain"),
        default="auto",
        help="bidi: it orders Arabic itself; plain: it shows letters as they come (default: auto)",
    )
    build_arguments(verbs.add_parser("build", parents=[common], help="make the books of a source"))
    _import_arguments(
        verbs.add_parser(
            "import",
            parents=[common],
            help="turn text, a page or a Word document into a manuscript",
        )
    )
    _check_arguments(
        verbs.add_parser(
            "check", parents=[common], help="check sources by our rules, books by the validators"
        )
    )
    for name, purpose in _FILLED_LATER.items():
        verbs.add_parser(name, parents=[common], fill=_later(name, "arguments"), help=purpose)
    verbs.add_parser(
        "archive",
        fill=partial(_later("archive", "arguments"), parents=[common]),
        help="keep editions so that they can be found and proved",
    )
    verb = verbs.add_parser("explain", parents=[common], help="explain the code of a finding")
    verb.add_argument("codes", nargs="*", metavar="CODE", help="for instance S021; none: all codes")
    verb.set_defaults(verb=_later("reference", "explain"))
    for name, purpose in _WITHOUT_ARGUMENTS.items():
        verb = verbs.add_parser(name, parents=[common], help=purpose)
        verb.set_defaults(verb=_later("reference", name))
    return parser


def _import_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("source", help="the article; - reads standard input")
    verb.add_argument("-o", "--output", type=Path, help="the manuscript (default: standard output)")
    verb.add_argument("--force", action="store_true", help="write over a manuscript that is there")
    _fetch_argument(verb)
    verb.set_defaults(verb=_later("manuscript"))


def _check_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("sources", nargs="+", metavar="SOURCE|BOOK", help="sources, PDF, EPUB files")
    verb.add_argument("--fix", action="store_true", help="mend manuscripts where that is certain")
    verb.add_argument("--diff", action="store_true", help="show what --fix would write")
    verb.add_argument(
        "--against", type=Path, metavar="TRUTH.json", help="how near a source comes to its answer"
    )
    verb.set_defaults(verb=_later("check"))


def build_arguments(verb: argparse.ArgumentParser) -> None:
    """Give a parser the arguments of ``report build``; a preview asks for a build too."""
    verb.add_argument(
        "sources", nargs="+", metavar="SOURCE", help="articles; - reads standard input"
    )
    verb.add_argument(
        "-o", "--output", type=Path, default=Path("build"), help="folder of the outputs (build)"
    )
    verb.add_argument(
        "--to", type=_kinds, default=("pdf", "epub"), metavar="pdf,epub,html", help="what to make"
    )
    verb.add_argument(
        "--standard",
        type=Standard,
        choices=list(Standard),
        default=Standard.A3A_UA1,
        help="what the PDF promises (a3a+ua1)",
    )
    verb.add_argument("--theme", metavar="NAME", help="the look: government, press, research …")
    verb.add_argument(
        "--profile", choices=get_args(Profile), help="the report, or its brief on a page or two"
    )
    verb.add_argument("--strict", action="store_true", help="publish nothing that has an error")
    verb.add_argument("--edition", type=_count, default=1, metavar="N", help="its number (1)")
    verb.add_argument(
        "--issued",
        type=_moment,
        metavar="DATE",
        help="date of issue, ISO 8601 (default: SOURCE_DATE_EPOCH, the report's date, today)",
    )
    _workshop_arguments(verb)
    _fetch_argument(verb)
    paper.arguments(verb)
    verb.set_defaults(verb=_later("build"))


def _workshop_arguments(verb: argparse.ArgumentParser) -> None:
    """Give a parser what says where the work is done, and what of it is done again."""
    verb.add_argument(
        "--jobs",
        type=_count,
        default=1,
        metavar="N",
        help="reports that are set at once, each in a process (1)",
    )
    verb.add_argument(
        "--workers",
        type=_count,
        metavar="N",
        help="processes that set the chapters of one long report (one a core)",
    )
    bounds = verb.add_mutually_exclusive_group()
    bounds.add_argument(
        "--memory",
        type=_count,
        default=0,
        metavar="MB",
        help="memory that each process may hold, as it is in fact and not as reserved; a report"
        " that needs more is not made (no bound; in a cluster: dask worker --memory-limit)",
    )
    bounds.add_argument(
        "--cluster",
        default="",
        metavar="tcp://HOST:PORT",
        help="scheduler of a Dask cluster that sets the reports",
    )
    verb.add_argument(
        "--resume",
        action="store_true",
        help="keep the books that are there, whole, and were made of the same",
    )
    verb.add_argument(
        "--traceback",
        action="store_true",
        help="let a fault of the press end the command with all that Python says of it (one job)",
    )


def _fetch_argument(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--fetch",
        type=_later("fetching", "origins_of"),
        default=(),
        metavar="HOST[,HOST…]",
        help="hosts that the images of a page may be fetched from, by https; .HOST: all below it",
    )


def _kinds(written: str) -> tuple[str, ...]:
    from report.cli.build import KINDS

    kinds = tuple(dict.fromkeys(kind.strip() for kind in written.split(",")))
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        known = ", ".join(KINDS)
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is none of {known}")
    return kinds


def _count(written: str) -> int:
    if not written.isdecimal() or int(written) < 1:
        raise argparse.ArgumentTypeError(f"{written!r} is not a number from 1")
    return int(written)


def _moment(written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written!r} is not an ISO 8601 date") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
