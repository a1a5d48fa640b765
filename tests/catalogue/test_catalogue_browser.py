"""The site in Chromium: search, keyboard, narrow screens, light and dark, axe-core on every page.

Skipped where Chromium is missing; the accessibility tests also where ``WARRAQ_NODE_MODULES`` names
no folder with axe-core. ``WARRAQ_PICTURES`` names a folder to leave pictures in, to look at.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from bookshelf import NOON, add_edition, chapter, make_epub, manifest
from chromium import Browser, Page, axe, program

from report.archive.root.archive import Archive
from report.cli import main
from report.cli.serve import HOST, open_server

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(program() is None, reason="Chromium is not here"),
]

TABLE = (
    '<div class="scrolls" data-hint="بقية" tabindex="0" role="group" aria-label="جدول">'
    '<table><caption>جدول 1. المساحات</caption><thead><tr><th scope="col">البلد</th>'
    '<th scope="col">المساحة</th></tr></thead><tbody><tr><th scope="row">المغرب</th><td>712</td>'
    "</tr></tbody></table></div>"
)
FAQ = (
    '<section class="faq" id="faq"><h1>أسئلة</h1><div class="qa"><h2 class="question">ما الإرهاب؟'
    '</h2><div class="answer"><p>عنف منظم.</p></div></div></section>'
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site of an archive of three works, served; its address."""
    folder = tmp_path_factory.mktemp("browser")
    archive = Archive.create(folder / "archive")
    for number in (1, 2):
        add_edition(archive, number, 1, "حديث عن الإرهاب في الساحل")
    add_edition(archive, 1, 2, "حديث عن الإرهاب والتطرف في الساحل، وعن Food Security 2026")
    _add_rich(archive)
    site = folder / "site"
    assert main(["catalogue", str(archive.root), "-o", str(site), "--title", "دار الوراق"]) == 0
    with open_server(site, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{HOST}:{server.server_port}/"
        server.shutdown()


def _add_rich(archive: Archive) -> None:
    bodies = {"tables": chapter("جداول", "نص").replace("</section>", f"{TABLE}</section>")}
    bodies |= {"faq": FAQ, "plain": "<p>نص بلا عنوان، فيه كلمة فريدة: زمردة.</p>"}
    books = {"rich.epub": make_epub("المياه في المغرب", bodies)}
    files = {f"book/{name}": data for name, data in books.items()}
    files["manifest.json"] = manifest("urn:x-test:rich", 1, NOON, books)
    from bookshelf import EDITOR, fail

    archive.add("urn:x-test:rich", files, created=NOON, message="أولى", user=EDITOR, warn=fail)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as opened:
        yield opened


def paths(browser: Browser, address: str) -> dict[str, str]:
    """Return a path of every type of page."""
    with browser.page() as page:
        page.open(f"{address}works/index.html")
        found = page.run("[...document.querySelectorAll('.card h3 a')].map((a) => a.href)")
    (brief,) = (href for href in found if "/brief-1-" in href)
    (rich,) = (href for href in found if "/rich-" in href)
    folder, other = (href.removesuffix("index.html") for href in (brief, rich))
    return {
        "home": address,
        "works": f"{address}works/index.html",
        "subjects": f"{address}shelves/subjects.html",
        "authors": f"{address}shelves/authors.html",
        "search": f"{address}search.html?q={quote('الارهاب')}",
        "work": brief,
        "changes": f"{folder}2/changes.html",
        "contents": f"{folder}read/index.html",
        "chapter": f"{other}read/tables.html",
        "questions": f"{other}read/faq.html",
        "plain": f"{other}read/plain.html",
    }


def ask(page: Page, address: str, question: str) -> list[str]:
    """Return the titles of the works that the search page finds."""
    page.open(f"{address}search.html")
    page.run(f"document.getElementById('site-query').value = {json.dumps(question)}")
    page.run("document.querySelector('#site-search form').requestSubmit()")
    busy = "document.getElementById('site-search').dataset.busy"
    page.until(f"!['', {busy}].includes(document.getElementById('site-status').textContent)")
    titles: list[str] = page.run(
        "[...document.querySelectorAll('.results h2')].map((h) => h.textContent)"
    )
    return titles


def test_search_folds_as_arabic_asks(browser: Browser, address: str) -> None:
    with browser.page() as page:
        found = ask(page, address, "الارهاب")
        assert sorted(found) == sorted(["الموجز 1", "الموجز 2", "المياه في المغرب"])
        page.until("document.querySelector('.results mark')")
        marked = page.run(
            "[...document.querySelectorAll('.results mark')].map((m) => m.textContent)"
        )
        assert any("الإرهاب" in word for word in marked)
        for question in ("إِرْهَاب", "ارهـــاب", "والإرهاب", "ارها"):
            assert ask(page, address, question) == found, question
        assert ask(page, address, "الإرهاب التطرف") == ["الموجز 1"]
        assert ask(page, address, "food SECURITY") == ["الموجز 1"]
        assert ask(page, address, "٢٠٢٦") == ["الموجز 1"]
        assert ask(page, address, "زمرده") == ["المياه في المغرب"]
        assert ask(page, address, "لاوجودلها") == []
        assert ask(page, address, "<img src=x onerror=alert(1)>") == []
        assert page.complaints() == []


def test_a_question_in_the_address_is_answered(browser: Browser, address: str) -> None:
    with browser.page() as page:
        page.open(f"{address}search.html?q={quote('الارهاب')}")
        page.until("document.querySelectorAll('.results > li').length === 3")
        assert page.run("document.getElementById('site-status').textContent").endswith("3")


def test_no_request_leaves_the_site(browser: Browser, address: str) -> None:
    with browser.page() as page:
        for name, path in paths(browser, address).items():
            page.open(path)
            page.settle()
            asked = page.requests()
            assert asked, name
            assert [url for url in asked if not url.startswith((address, "data:"))] == [], name
            assert page.complaints() == [], name


def test_the_faces_of_the_house_are_shown(browser: Browser, address: str) -> None:
    with browser.page() as page:
        page.open(paths(browser, address)["work"])
        page.settle()
        assert page.run("document.fonts.check('20px Amiri', 'نص')")
        loaded = page.run(
            "[...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family)"
        )
        assert {name.strip('"') for name in loaded} == {"Amiri", "IBM Plex Sans Arabic"}


@pytest.mark.parametrize("width", [320, 768, 1440])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_is_wider_than_its_screen(
    browser: Browser, address: str, width: int, dark: bool
) -> None:
    pictures = os.environ.get("WARRAQ_PICTURES")
    with browser.page(width, 900, dark=dark) as page:
        for name, path in paths(browser, address).items():
            page.open(path)
            page.settle()
            wide = page.run("document.documentElement.scrollWidth")
            assert wide <= width, f"{name}: {wide}"
            if pictures:
                shade = "dark" if dark else "light"
                page.picture(Path(pictures) / f"{name}-{width}-{shade}.png")


def test_light_and_dark_differ(browser: Browser, address: str) -> None:
    grounds = set()
    for dark in (False, True):
        with browser.page(dark=dark) as page:
            page.open(address)
            grounds.add(page.run("getComputedStyle(document.body).backgroundColor"))
    assert len(grounds) == 2


def test_all_but_search_works_without_scripts(browser: Browser, address: str) -> None:
    found = paths(browser, address)
    with browser.page() as plain, browser.page(scripts=False) as bare:
        for name, path in found.items():
            plain.open(path)
            shown = plain.run("document.querySelector('main').innerText.length")
            bare.open(path)
            kept = bare.call("DOM.getDocument", depth=0)["root"]["nodeId"]
            main_node = bare.call("DOM.querySelector", nodeId=kept, selector="main")["nodeId"]
            html = bare.call("DOM.getOuterHTML", nodeId=main_node)["outerHTML"]
            if name == "search":
                assert "noscript" in html
            else:
                assert len(html) >= shown, name


def test_the_keyboard_reaches_the_text_first(browser: Browser, address: str) -> None:
    with browser.page() as page:
        page.open(address)
        for kind in ("keyDown", "keyUp"):
            page.call("Input.dispatchKeyEvent", type=kind, key="Tab", windowsVirtualKeyCode=9)
        assert page.run("document.activeElement.className") == "skip"
        for kind in ("keyDown", "keyUp"):
            page.call(
                "Input.dispatchKeyEvent",
                **{"type": kind, "key": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"},
            )
        page.until("location.hash === '#site-main'")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_on_any_type_of_page(browser: Browser, address: str, dark: bool) -> None:
    script = axe()
    if script is None:
        pytest.skip("WARRAQ_NODE_MODULES names no folder with axe-core")
    with browser.page(dark=dark) as page:
        for name, path in paths(browser, address).items():
            page.open(path)
            page.settle()
            if name == "search":
                page.until("document.querySelector('.results mark')")
            page.run(script)
            found = page.run(
                "axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations.map("
                "(v) => [v.id, v.nodes.length, v.nodes[0].html, v.nodes[0].failureSummary]))"
            )
            assert found == [], f"{name}: {found}"
