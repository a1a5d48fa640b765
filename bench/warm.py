"""A second build in one process, after an edit, as preview makes it; prints what that one took."""

from __future__ import annotations

import json
import resource
import sys
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from report.cli.build import house, warm  # noqa: E402
from report.press import edition_of, publish  # noqa: E402
from report.readers.source import Source  # noqa: E402

ISSUED = datetime(2026, 1, 1, tzinfo=UTC)


def build(text: str) -> int:
    source = Source("a.md", "text/markdown", text.encode())
    edition = partial(edition_of, issued=ISSUED)
    return len(publish(source, edition, house(), lambda finding: None).pages)


def main() -> None:
    text = Path(sys.argv[1]).read_text("utf-8")
    warm()
    build(text)
    started, before = time.perf_counter(), time.process_time()
    pages = build(text + "\n\nفقرة أضيفت بعد البناء الأول.\n")
    wall, cpu = time.perf_counter() - started, time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([wall, cpu, peak, pages]))


if __name__ == "__main__":
    main()
