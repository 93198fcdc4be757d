"""A browser without a window, kept open, that prints our own page with our own style sheets."""

import base64
import fcntl
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from tempfile import TemporaryDirectory
from typing import Any

from ways.content import CALL_PAGE, Content
from ways.sheet import Sheet, Way

# The first is made for this, and about a third faster than the whole browser.
_NAMES = ("chromium-headless-shell", "chrome-headless-shell", "chromium", "google-chrome")
_FLAGS = (
    "--headless",
    # It opens no page but ours; and with a sandbox it does not start for an administrator.
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
# What the browser does not know of our style sheets: an element that runs in the foot of all pages,
# whose words go into boxes of the margin, and the page on which another element stands.
_INSTEAD = """
@page {
  @bottom-left { content: "\\a0 \\a %(identity)s"; width: 132pt; %(line)s %(grey)s }
  @bottom-center { content: "%(band)s\\a %(imprint)s"; width: 240pt; text-align: left; %(line)s }
  @bottom-right {
    content: "\\a0 \\a %(page)s" counter(page) "%(page_of)s" counter(pages);
    width: 132pt;
    text-align: right;
    %(line)s
    %(grey)s
  }
}
.foot { display: none }
.see::after { content: "%(call_page)s." }
"""
# A line of 17 points for the band, and a line for the words below it.
_LINE = """
    margin: 5pt 0 0;
    border-top: 1.2pt solid #15191d;
    padding: 0;
    vertical-align: top;
    white-space: pre;
    font: 600 9.5pt/16pt "Atkinson Hyperlegible Next";
    color: #15191d;
"""
# Grey, since a hatched band (a picture repeated) takes the browser half a second a copy.
_BAND = "background: linear-gradient(#b9bec4, #b9bec4) 0 0 / 100% 16pt no-repeat;"
_FILL = """
for (const [slot, told] of Object.entries(%s))
  for (const place of document.querySelectorAll(`[data-slot="${slot}"]`)) place.textContent = told
"""
_PRINT = {"generateTaggedPDF": True, "preferCSSPageSize": True, "printBackground": True}


class Chromium(Way):
    """One tab of one browser: the page is loaded once, and each person's values are put into it.

    A new document for each copy (`Page.setDocumentContent`) prints the same and takes longer.
    """

    name = "Chromium"

    def start(self) -> None:
        """Open the browser and the page; it sees our fonts alone, as our own process does."""
        self._browser = Browser()
        self._browser.call("Page.enable")
        frame = self._browser.call("Page.getFrameTree")["frameTree"]["frame"]["id"]
        page = _page(self.sheet)
        self._browser.call("Page.setDocumentContent", frameId=frame, html=page)
        waited = {"expression": "document.fonts.ready.then(() => 1)", "awaitPromise": True}
        self._browser.call("Runtime.evaluate", **waited)

    def copy(self, values: Mapping[str, str]) -> bytes:
        """The tagged PDF of one person."""
        told = json.dumps(self.sheet.shown(values))
        self._browser.call("Runtime.evaluate", expression=_FILL % told)
        return base64.b64decode(self._browser.call("Page.printToPDF", **_PRINT)["data"])

    def stop(self) -> None:
        """Close the browser."""
        self._browser.close()


def _page(sheet: Sheet) -> str:
    """Our page with its style sheets in it."""
    content = Content(sheet)
    instead = _INSTEAD % {
        **{
            key: getattr(content, key) for key in ("band", "identity", "imprint", "page", "page_of")
        },
        "line": _LINE,
        "grey": _BAND,
        "call_page": CALL_PAGE,
    }
    styles = "\n".join([*(path.read_text() for path in sheet.styles), instead])
    return sheet.slotted().replace("</head>", f"<style>{styles}</style></head>")


class Browser:
    """A browser with one tab, spoken to in the DevTools protocol through two pipes."""

    def __init__(self) -> None:
        program = next(filter(None, map(shutil.which, _NAMES)), None)
        if program is None:
            raise FileNotFoundError(f"There is no browser here: none of {', '.join(_NAMES)}.")
        self._folder = TemporaryDirectory(ignore_cleanup_errors=True)
        command = [program, *_FLAGS, f"--user-data-dir={self._folder.name}", "about:blank"]
        self._process, self._in, self._out = _spawned(command)
        self._count, self._rest, self._tab = 0, b"", dict[str, str]()
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        tab = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._tab = {"sessionId": tab["sessionId"]}

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """What the browser answers; whatever else it tells is passed over."""
        self._count += 1
        message = {"id": self._count, "method": method, "params": params, **self._tab}
        os.write(self._out, json.dumps(message).encode() + b"\0")
        answer: dict[str, Any] = {}
        while answer.get("id") != self._count:
            answer = json.loads(self._message())
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def _message(self) -> bytes:
        """The next message, which ends with a zero."""
        while b"\0" not in self._rest:
            more = os.read(self._in, 1 << 20)
            if not more:
                raise RuntimeError("The browser is gone.")
            self._rest += more
        message, _, self._rest = self._rest.partition(b"\0")
        return message

    def close(self) -> None:
        """Close it, and take its folder away."""
        self._tab = {}
        self.call("Browser.close")
        os.waitpid(self._process, 0)
        os.close(self._in)
        os.close(self._out)
        self._folder.cleanup()


def _spawned(command: Sequence[str]) -> tuple[int, int, int]:
    """The process, where to read what it tells (its file 4), and where to write to it (3)."""
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    # Out of the way first, lest one lies where the other goes.
    ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (theirs_in, theirs_out)]
    moved = [(os.POSIX_SPAWN_DUP2, end, place) for place, end in enumerate(ends, 3)]
    quiet = [(os.POSIX_SPAWN_OPEN, place, os.devnull, os.O_WRONLY, 0) for place in (1, 2)]
    process = os.posix_spawn(command[0], command, os.environ, file_actions=[*moved, *quiet])
    for end in (theirs_in, theirs_out, *ends):
        os.close(end)
    return process, ours_in, ours_out
