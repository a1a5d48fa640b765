"""Viewer: PDF.js in a browser finds what stands in the book, and copies it as it stands.

The folder in which npm has put ``pdfjs-dist`` is named by ``WARRAQ_PDFJS``; without it and without
Chromium there is nothing to test with.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from report.checks.proof import passages, read_with_pypdf
from report.checks.wordmatch import words_of
from report.compose import compose
from report.disk import open_house, read_source
from report.press import edition_of, prepare
from report.writers.pdf.writer import write_pdf

SAMPLE = Path(__file__).parents[2] / "examples/sahel-security/manuscript.md"
PDFJS = os.environ.get("WARRAQ_PDFJS", "")
CHROMIUM = shutil.which("chromium") or ""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (PDFJS and CHROMIUM), reason="needs Chromium and WARRAQ_PDFJS"),
]

PAGE = """<!doctype html><meta charset=utf-8><link rel=stylesheet href=web/pdf_viewer.css>
<div id=c style='position:absolute;inset:0;overflow:auto'><div class=pdfViewer></div></div>
<script type=module>
try {
  globalThis.pdfjsLib = await import('/build/pdf.mjs');
  const web = await import('/web/pdf_viewer.mjs');
  pdfjsLib.GlobalWorkerOptions.workerSrc = '/build/pdf.worker.mjs';
  const eventBus = new web.EventBus();
  const linkService = new web.PDFLinkService({ eventBus });
  const findController = new web.PDFFindController({ eventBus, linkService });
  const container = document.getElementById('c');
  const viewer = new web.PDFViewer({ container, eventBus, linkService, findController });
  linkService.setViewer(viewer);
  const heard = name => new Promise(done => eventBus.on(name, done, { once: true }));
  const book = await pdfjsLib.getDocument({ url: '/book.pdf' }).promise;
  const begun = heard('pagesinit');
  viewer.setDocument(book);
  linkService.setDocument(book);
  await begun;
  const { phrases, page } = await (await fetch('/asked')).json();
  const found = [];
  for (const query of phrases) {
    const ended = new Promise(done => {
      const listen = ({ state }) => {
        if (state === web.FindState.PENDING) return;
        eventBus.off('updatefindcontrolstate', listen);
        done(state !== web.FindState.NOT_FOUND);
      };
      eventBus.on('updatefindcontrolstate', listen);
    });
    eventBus.dispatch('find', { source: window, type: '', query, caseSensitive: false,
      entireWord: false, highlightAll: false, findPrevious: false, matchDiacritics: true });
    found.push(await ended);
  }
  const layer = number => document.querySelector(`[data-page-number='${number}'] .textLayer`);
  viewer.currentPageNumber = page;
  while (!layer(page)?.querySelector('.endOfContent')) await new Promise(r => setTimeout(r, 50));
  getSelection().selectAllChildren(layer(page));
  const copied = getSelection().toString();
  await fetch('/said', { method: 'POST', body: JSON.stringify({ found, copied }) });
} catch (error) {
  await fetch('/said', { method: 'POST', body: JSON.stringify({ error: String(error) }) });
}
</script>"""

TYPES = {".mjs": "text/javascript", ".css": "text/css", ".pdf": "application/pdf"}


def ask(book: bytes, asked: dict[str, Any], profile: Path) -> dict[str, Any]:
    """Open a book in PDF.js in Chromium and return what the page there has said."""
    root = Path(PDFJS) / "pdfjs-dist"
    said: list[dict[str, Any]] = []
    ended = threading.Event()

    class Served(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            given = {"/": PAGE.encode(), "/book.pdf": book, "/asked": json.dumps(asked).encode()}
            file = root / self.path.lstrip("/")
            data = given.get(self.path)
            if data is None and file.is_file():
                data = file.read_bytes()
            self.send_response(200 if data is not None else 404)
            self.send_header("Content-Type", TYPES.get(file.suffix, "text/html"))
            self.end_headers()
            self.wfile.write(data or b"")

        def do_POST(self) -> None:
            said.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()
            ended.set()

        def log_message(self, *ignored: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Served)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    options = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}")
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    silent: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    browser = subprocess.Popen(
        [CHROMIUM, *options, "--remote-debugging-port=0", address],
        env={k: v for k, v in os.environ.items() if k != "FONTCONFIG_FILE"},
        **silent,
    )
    try:
        assert ended.wait(120), "the viewer has said nothing"
    finally:
        browser.terminate()
        browser.wait(10)
        server.shutdown()
        server.server_close()
    assert "error" not in said[0], said[0]
    return said[0]


@dataclass(frozen=True)
class Sample:
    """The sample, printed, with what its passages say."""

    data: bytes
    said: list[str]


@pytest.fixture(scope="module")
def sample() -> Sample:
    report = prepare(read_source(SAMPLE), lambda finding: None)
    issued = datetime(2026, 1, 1, tzinfo=UTC)
    galley = compose(report, edition_of(report, issued=issued), open_house())
    data = write_pdf(galley, lambda finding: None).data
    return Sample(data, [" ".join(passage.text.split()) for passage in passages(report)])


_HELD = re.compile(r"[\u064b-\u0652A-Za-z0-9)]\S? | \S?[A-Za-z0-9(]")


def chosen(said: list[str]) -> list[str]:
    """Choose fifty phrases: a short one and a long one, which a line breaks, of each passage.

    Where PDF.js would lose a blank the press holds it, beside a mark and beside Latin
    (:mod:`report.writers.pdf.reading`), and the viewer finds no phrase across one that is held.
    """
    words = [found for text in said if len(found := text.split()) >= 12]
    spans = [(4, 0), (16, 1), (5, 7), (14, 4), (4, 3)]
    phrases = [" ".join(found[at : at + n]) for n, at in spans for found in words]
    return [phrase for phrase in phrases if not _HELD.search(f"{phrase} ")][:50]


def test_the_viewer_finds_fifty_phrases(sample: Sample, tmp_path: Path) -> None:
    phrases = chosen(sample.said)
    assert len(phrases) == 50
    assert sum(len(phrase.split()) > 12 for phrase in phrases) >= 10
    found = ask(sample.data, {"phrases": phrases, "page": 1}, tmp_path / "profile")["found"]
    assert not [phrase for phrase, is_found in zip(phrases, found, strict=True) if not is_found]


def test_a_paragraph_is_copied_as_it_stands(sample: Sample, tmp_path: Path) -> None:
    pages = [" ".join(words_of(page)) for page in read_with_pypdf(sample.data)]
    paragraph, number = max(
        (" ".join(words_of(text)), number)
        for number, page in enumerate(pages, 1)
        for text in sorted(sample.said, key=len)[-8:]
        if " ".join(words_of(text)) in page
    )
    asked = {"phrases": [], "page": number}
    copied = ask(sample.data, asked, tmp_path / "profile")["copied"]
    assert paragraph in " ".join(words_of(copied))
    assert "\u0640" not in copied


PERSIAN = """---
title: نرم‌افزار
lang: fa
---

# آغاز

من می‌خواهم نرم‌افزارهای ارتباط با مشتری را بررسی کنم؛ کسب‌وکارها بیش از پیش رشد کرده‌اند و هر
سازمانی که نمی‌خواهد عقب بماند باید داده‌های خود را نگه‌داری کند.
"""


def test_persian_is_found_and_copied_with_its_joiners(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(PERSIAN, "utf-8")
    report = prepare(read_source(file), lambda finding: None)
    issued = datetime(2026, 1, 1, tzinfo=UTC)
    galley = compose(report, edition_of(report, issued=issued), open_house())
    data = write_pdf(galley, lambda finding: None).data
    phrases = ["می‌خواهم نرم‌افزارهای", "رشد کرده‌اند", "داده‌های خود را نگه‌داری کند"]
    paragraph = PERSIAN.partition("# آغاز")[2]
    pages = read_with_pypdf(data)
    number = next(n for n, page in enumerate(pages, 1) if "نگه‌داری" in page)
    said = ask(data, {"phrases": phrases, "page": number}, tmp_path / "profile")
    assert said["found"] == [True] * 3
    assert " ".join(words_of(paragraph)) in " ".join(words_of(said["copied"]))
