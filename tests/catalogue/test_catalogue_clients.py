"""Clients that others wrote: Readium's library reads the feeds, foliate-js opens the books.

Skipped where ``WARRAQ_NODE_MODULES`` names no folder with r2-opds-js or foliate-js.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from bookshelf import work_of, write_build
from chromium import MODULES, Browser, program
from opds_judge import atom_errors, opds2_errors, opds2_validator

from report.cli import main
from report.cli.serve import HOST, open_server

pytestmark = pytest.mark.slow
EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "sahel-security" / "manuscript.md"
COUNT = 250


def modules(name: str) -> Path:
    folder = os.environ.get(MODULES)
    if not folder or not (Path(folder) / name).is_dir():
        pytest.skip(f"{MODULES} names no folder with {name}")
    return Path(folder)


def serving(server: ThreadingHTTPServer) -> str:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://{HOST}:{server.server_port}/"


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not here")
def test_readium_lists_and_fetches_every_publication(
    run: Callable[..., Path], tmp_path: Path
) -> None:
    folder = modules("r2-opds-js")
    builds = tmp_path / "build"
    for number in range(1, COUNT + 1):
        write_build(builds, number)
    site = run(builds)
    with open_server(site, 0) as server:
        address = serving(server)
        done = subprocess.run(
            [
                *("node", str(Path(__file__).parent / "opds_client.cjs"), str(folder)),
                *(f"{address}opds/newest.json", f"{address}opds/newest.xml"),
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        server.shutdown()
    assert done.returncode == 0, done.stderr
    sums = {
        line.rpartition("/")[2]: line[:64]
        for line in (site / "sha256sums.txt").read_text("utf-8").splitlines()
    }
    for found in json.loads(done.stdout).values():
        assert found["pages"] == 3
        assert sorted(found["publications"]) == sorted(map(work_of, range(1, COUNT + 1)))
        assert found["types"] == {"application/epub+zip": COUNT, "application/pdf": COUNT}
        assert found["books"] == sums


@pytest.mark.skipif(shutil.which("java") is None, reason="jing needs a Java runtime")
def test_feeds_of_the_sample_are_valid(
    run: Callable[..., Path], tmp_path: Path, corpus: Path
) -> None:
    built = ["build", str(EXAMPLE), "-o", str(tmp_path / "build"), "--issued", "2026-11-20"]
    assert main(built) == 0
    site = run(tmp_path / "build", "--base-url", "https://reports.example.org/")
    validator = opds2_validator(corpus)
    second = [*site.glob("opds/*.json"), *site.glob("works/*/editions.json")]
    assert len(second) == 5
    assert {path.name: opds2_errors(validator, path.read_bytes()) for path in second} == {
        path.name: [] for path in second
    }
    first = [*site.glob("opds/*.xml"), *site.glob("works/*/editions.xml"), site / "news.xml"]
    assert atom_errors(corpus, [path.read_bytes() for path in first]) == ""


class _Files(SimpleHTTPRequestHandler):
    """Gives out a folder."""

    def log_message(self, format: str, *values: object) -> None:
        """Say nothing of each request."""


@pytest.fixture
def shelf(run: Callable[..., Path], tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    """A folder with foliate-js and a site beside it, served; the addresses of its EPUBs."""
    folder = modules("foliate-js")
    built = ["build", str(EXAMPLE), "-o", str(tmp_path / "build"), "--issued", "2026-11-20"]
    assert main(built) == 0
    write_build(tmp_path / "build", 1, "نص طويل عن الأمن في الساحل. " * 400)
    site = run(tmp_path / "build", name="shelf")
    (site / "foliate").symlink_to(folder / "foliate-js")
    (site / "reader.html").write_text("<!DOCTYPE html><html><body></body></html>")
    epubs = [path.relative_to(site).as_posix() for path in sorted(site.glob("works/*/*/*.epub"))]
    handler = partial(_Files, directory=str(site))
    with ThreadingHTTPServer((HOST, 0), handler) as server:
        yield serving(server), epubs
        server.shutdown()


READ = """(async () => {
  await import('/foliate/view.js');
  const view = document.createElement('foliate-view');
  view.style.cssText = 'display:block;width:600px;height:800px';
  document.body.replaceChildren(view);
  const answer = await fetch('%s');
  await view.open(new File([await answer.blob()], 'book.epub'));
  const places = [];
  view.addEventListener('relocate', (event) => places.push(event.detail.fraction));
  await view.init({ showTextStart: false });
  const wait = () => new Promise((done) => setTimeout(done, 150));
  await wait();
  for (let n = 0; n < 4; n += 1) { await view.goLeft(); await wait(); }
  const onward = places.at(-1);
  await view.goRight(); await wait();
  return { dir: view.book.dir, title: view.book.metadata.title, sections: view.book.sections.length,
    toc: view.book.toc?.length ?? 0, first: places[0], onward, back: places.at(-1) };
})()"""


@pytest.mark.skipif(program() is None, reason="Chromium is not here")
def test_foliate_opens_every_book_and_turns_its_pages_from_right_to_left(
    shelf: tuple[str, list[str]],
) -> None:
    address, epubs = shelf
    assert len(epubs) == 2
    with Browser() as browser, browser.page(900, 900) as page:
        for epub in epubs:
            page.open(f"{address}reader.html")
            read: dict[str, Any] = page.run(READ % f"/{epub}")
            assert read["dir"] == "rtl", epub
            assert read["title"]
            assert read["toc"] > 1
            assert read["first"] < read["onward"], read
            assert read["back"] < read["onward"], read
