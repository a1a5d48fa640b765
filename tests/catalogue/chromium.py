"""Chromium without a window, led through the pipes of its protocol; axe-core beside it."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
MODULES = "WARRAQ_NODE_MODULES"
"""The environment variable that names a folder ``node_modules`` with axe-core in it."""


def program() -> str | None:
    """Return Chromium's path, if it is here."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def axe() -> str | None:
    """Return the script of axe-core, if it is here."""
    folder = os.environ.get(MODULES)
    path = Path(folder or "/nonexistent") / "axe-core" / "axe.min.js"
    return path.read_text("utf-8") if path.is_file() else None


class Browser:
    """A browser process and its protocol: one message is JSON, a null byte after it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True)
        to_browser, self._out = os.pipe()
        self._in, from_browser = os.pipe()

        def lead() -> None:
            # Chromium reads at 3 and writes at 4; moved high first, that neither is overwritten.
            high = (os.dup2(to_browser, 103), os.dup2(from_browser, 104))
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self._process = subprocess.Popen(
            [
                *(program() or "chromium", "--headless=new", "--remote-debugging-pipe"),
                *("--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
                *("--disable-background-networking", "--disable-component-update"),
                f"--user-data-dir={self._folder.name}",
            ],
            # A house that was opened says that the machine has no fonts; Chromium dies of it.
            env={name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"},
            close_fds=False,
            preexec_fn=lead,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self._number = 0
        self._left = b""
        self.events: list[dict[str, Any]] = []

    def call(self, method: str, session: str | None = None, **given: Any) -> dict[str, Any]:
        """Call a method of the protocol and return its result; events are kept."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": given}
        if session:
            message["sessionId"] = session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise AssertionError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result
            self.events.append(answer)

    def wait(self, method: str) -> dict[str, Any]:
        """Return the first event of a kind, waiting for it."""
        for event in self.events:
            if event.get("method") == method:
                self.events.remove(event)
                return event
        while (event := self._read()).get("method") != method:
            self.events.append(event)
        return event

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            block = os.read(self._in, 1 << 20)
            if not block:
                raise AssertionError("Chromium has gone")
            self._left += block
        message, _, self._left = self._left.partition(b"\0")
        read: dict[str, Any] = json.loads(message)
        return read

    def __enter__(self) -> Browser:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._out)
        os.close(self._in)
        self._folder.cleanup()

    @contextmanager
    def page(
        self, width: int = 1280, height: int = 900, *, dark: bool = False, scripts: bool = True
    ) -> Iterator[Page]:
        """Open a page of a size, in the light or in the dark."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        page = Page(self, attached["sessionId"], width, height)
        for domain in ("Page", "Runtime", "Network", "Log"):
            page.call(f"{domain}.enable")
        page.resize(width, height)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        page.call("Emulation.setEmulatedMedia", features=[scheme])
        page.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        try:
            yield page
        finally:
            self.call("Target.closeTarget", targetId=target)


class Page:
    """A page of the browser."""

    def __init__(self, browser: Browser, session: str, width: int, height: int) -> None:
        self.browser = browser
        self.session = session
        self.width = width
        self.height = height

    def call(self, method: str, **given: Any) -> dict[str, Any]:
        """Call a method of the protocol for this page."""
        return self.browser.call(method, self.session, **given)

    def resize(self, width: int, height: int) -> None:
        """Give the screen a size, in CSS pixels; a narrow one is that of a telephone."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.call("Emulation.setDeviceMetricsOverride", **size)

    def open(self, address: str) -> None:
        """Go to an address and wait until it is there, its faces too."""
        self.browser.events.clear()
        self.call("Page.navigate", url=address)
        self.browser.wait("Page.loadEventFired")

    def settle(self) -> None:
        """Wait until the faces of the page are there."""
        self.run("document.fonts.ready.then(() => true)")

    def run(self, script: str) -> Any:
        """Run a script in the page, as its protocol does, and return what it gives."""
        found = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def until(self, condition: str) -> None:
        """Wait until a condition of the page holds, ten seconds at most."""
        held = self.run(
            "new Promise((done) => { const end = Date.now() + 10000;"
            f"const look = () => ({condition}) ? done(true) : Date.now() > end ? done(false)"
            ": setTimeout(look, 25); look(); })"
        )
        assert held, condition

    def requests(self) -> list[str]:
        """Return the addresses that have been asked for since the page was opened."""
        self.run("1")
        return [
            event["params"]["request"]["url"]
            for event in self.browser.events
            if event.get("method") == "Network.requestWillBeSent"
            and event.get("sessionId") == self.session
        ]

    def complaints(self) -> list[str]:
        """Return what the browser has to say against the page: errors, blocked requests."""
        self.run("1")
        said = []
        for event in self.browser.events:
            if event.get("sessionId") != self.session:
                continue
            if event.get("method") == "Runtime.exceptionThrown":
                said.append(str(event["params"]["exceptionDetails"].get("text")))
            if event.get("method") == "Log.entryAdded":
                entry = event["params"]["entry"]
                if entry["level"] == "error":
                    said.append(entry["text"])
        return said

    def picture(self, path: Path) -> None:
        """Write what the page shows, all its length, as a PNG."""
        # Not beyond the viewport: of a page from right to left Chromium then moves its picture.
        content = self.call("Page.getLayoutMetrics")["cssContentSize"]
        self.resize(self.width, max(self.height, round(content["height"])))
        shot = self.call("Page.captureScreenshot", format="png")
        self.resize(self.width, self.height)
        path.write_bytes(base64.b64decode(shot["data"]))
