"""What WeasyPrint only logs, told as a plain sentence with its line and a hint."""

import contextlib
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from PIL import ImageColor
from weasyprint.css import PAGE_MARGIN_BOXES
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.css.validation.expanders import EXPANDERS

from handouts.problems import near, shortened


@dataclass(frozen=True)
class Complaint:
    """What is wrong and what would mend it, and the words to look for in a file, best first."""

    message: str
    hint: str
    words: tuple[str, ...] = ()
    line: int | None = None
    #: What could not be opened, if it is that.
    address: str = ""
    #: The same without any word of the page: what may be told of a patient's copy.
    quiet: str = "something in the templates or styles cannot be used on this copy"


class _Ear(logging.Handler):
    """Keeps every record of that level or worse."""

    def __init__(self, records: list[logging.LogRecord], level: int) -> None:
        super().__init__(level)
        self._records = records

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record."""
        self._records.append(record)


@contextlib.contextmanager
def heard(level: int = logging.WARNING) -> Iterator[list[logging.LogRecord]]:
    """Gather what WeasyPrint logs at that level or worse."""
    records: list[logging.LogRecord] = []
    handler = _Ear(records, level)
    logger = logging.getLogger("weasyprint")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(level)
    try:
        yield records
    finally:
        logger.setLevel(before)
        logger.removeHandler(handler)


def told(record: logging.LogRecord) -> Complaint | None:
    """The complaint in plain words; None for what is no mistake, or is told by somebody else."""
    args = record.args if isinstance(record.args, tuple) else ()
    for beginning, sentence in _SENTENCES:
        if str(record.msg).startswith(beginning):
            complaint = sentence(args)
            return complaint and replace(complaint, line=_line(record))
    if record.levelno < logging.WARNING:
        return None
    return Complaint("something here cannot be printed", _SEE_OURS, line=_line(record))


_SEE_OURS = "compare it with our templates and styles"
_OUT = "take it out"


def _line(record: logging.LogRecord) -> int | None:
    """The line among the arguments, which WeasyPrint's sentences name as `at line:column`."""
    before, at, _ = str(record.msg).partition("%d:%d")
    number = len(re.findall("%[sdr]", before))
    line = record.args[number] if at and isinstance(record.args, tuple) else None
    return line if isinstance(line, int) else None


def _declaration(args: Any) -> Complaint:
    name, value, reason = str(args[0]), shortened(str(args[1])), str(args[-1])
    words = f"{name}: {value}", f"{name}:"
    quiet = "a style is not one that can stand here"
    if reason == "unknown property":
        known = sorted({key.replace("_", "-") for key in INITIAL_VALUES} | set(EXPANDERS))
        message = f"there is no property `{name}`"
        return Complaint(message, near(name, known), words, quiet=quiet)
    if reason == "descriptor not supported":
        return Complaint(f"`{name}` cannot stand in this rule", _OUT, words, quiet=quiet)
    if reason == "no value":
        message = f"`{name}` has no value, or one that nobody sets"
        return Complaint(message, "write a value after the colon", words, quiet=quiet)
    if reason in _NOT_PRINTED or str(args[0]).startswith("-"):
        return Complaint(f"`{name}` does nothing on paper", _OUT, words, quiet=quiet)
    message = f"`{name}: {value}` is not a value that can stand here"
    return Complaint(message, _colour(name, value), words, quiet=quiet)


_NOT_PRINTED = (
    "the property does not apply for the print media",
    "property not supported yet",
    "prefixed selectors are ignored",
)


def _colour(name: str, value: str) -> str:
    hint = near(value.lower(), ImageColor.colormap) if "color" in name else ""
    return hint if hint.startswith("did you mean") else "look up what the property takes"


def _rule(args: Any) -> Complaint | None:
    keyword = getattr(args[0], "at_keyword", "")
    if keyword.lower() == "charset":  # every sheet is read as UTF-8
        return None
    hint = near(keyword.lower(), _AT_RULES)
    return Complaint(f"`@{keyword}` cannot stand here", hint, (f"@{keyword}",))


_AT_RULES = (
    *PAGE_MARGIN_BOXES,
    "color-profile",
    "counter-style",
    "font-face",
    "import",
    "layer",
    "media",
    "page",
)


def _selector(args: Any) -> Complaint:
    chosen = re.sub(r"^'|'.*$", "", str(args[0])).strip()
    return Complaint(f"`{chosen}` chooses nothing that there is", "look up the selector", (chosen,))


def _font(args: Any) -> Complaint:
    message = f"the font `{args[0]}` cannot be loaded"
    return Complaint(message, "look at the file that `src` names", (str(args[0]),))


def _picture(args: Any) -> Complaint:
    url = str(args[0])
    words = url if url.startswith("data:") else url.rsplit("/", 1)[-1]
    hint = "save it as SVG, PNG or JPEG"
    quiet = "a picture cannot be shown"
    message = f"the picture `{shortened(words)}` cannot be shown"
    return Complaint(message, hint, (words,), address=url, quiet=quiet)


def _undescribed(args: Any) -> Complaint:
    words = str(args[0]).rsplit("/", 1)[-1]
    message = "a picture says nothing to who cannot see it"
    hint = "write what it shows into `alt`; an ornament is painted by a style sheet"
    return Complaint(message, hint, (words,), quiet=message)


def _doubled(args: Any) -> Complaint:
    hint = "give one of them another `id`"
    message = f"there are two places `#{args[0]}` to lead to"
    words = f'id="{args[0]}"'
    return Complaint(message, hint, (words,), quiet="there are two places of one name")


def _nowhere(args: Any) -> Complaint:
    found = re.findall(r"[\w.:-]+", str(args[0]))
    name = found[-1] if found else ""
    message = f"a reference leads to `#{name}`, which is nowhere on the page"
    hint = "check its spelling, and that the part it names is printed"
    return Complaint(message, hint, (f"#{name}",), quiet="a reference leads nowhere")


def _plain(message: str, hint: str, *words: str) -> Callable[[Any], Complaint]:
    """What makes a complaint whose message names the first argument, if it likes."""

    def sentence(args: Any) -> Complaint:
        first = shortened(str(args[0])) if args else ""
        return Complaint(message.format(first), hint, words)

    return sentence


def _elsewhere(args: Any) -> None:
    """Nothing: the door to files, the fonts or a second sentence tell it."""


_BRACES = "look for a missing `{`, `}` or `;` here or above"

#: How each sentence of WeasyPrint begins, and what makes ours of it; the first that fits is told.
_SENTENCES: tuple[tuple[str, Callable[[Any], Complaint | None]], ...] = (
    ("Ignored `", _declaration),
    ("Deprecated `", _plain("`{}` has a prefix that is not needed", "take off the prefix")),
    ("Parse error", _plain("the style sheet cannot be read from here on", _BRACES)),
    ("Error: ", _plain("this is not a declaration", "write `property: value;`")),
    ("Invalid or unsupported selector", _selector),
    ("@import rule", _plain("`@import` must stand at the head of its sheet", "move it up")),
    ("Invalid @import rule", _plain("`@import {}` names no sheet", 'write @import "name.css";')),
    ("Expected a media type", _elsewhere),
    ("Invalid media type", _plain("`{}` is no medium", "write `print`, or leave it out")),
    ("Invalid layer name", _plain("`{}` is not a name for a layer", "use letters and -")),
    (
        "Unsupported @page selector",
        _plain("`@page {}` is no kind of page", "write :first, :left or :right"),
    ),
    ("Unknown @page rule", _rule),
    ("Empty @page rule", _rule),
    ("Invalid prelude", _plain("`{}` cannot stand here", _OUT)),
    ("Missing %s descriptor", _plain("`@font-face` has no `{}`", "write it into the rule")),
    ("Unknown rule", _rule),
    ("Unknown empty rule", _rule),
    ("Invalid math function", _plain("this cannot be worked out", "look at the `calc()`")),
    ("Font-face", _font),
    ("Failed to load image", _picture),
    ("Failed to render SVG image", _picture),
    ("Failed to load stylesheet", _elsewhere),
    (".notdef", _elsewhere),
    ("Anchor defined twice", _doubled),
    ("Content discarded", _nowhere),
    ("Unsupported stylesheet type", _plain("a style sheet is not called .css", "rename it")),
    (
        'Missing required "lang"',
        _plain("the page does not say its language", "build on base.html, or set `<html lang>`"),
    ),
    ('Image "%s" has no required alt', _undescribed),
    ("No anchor #%s", _elsewhere),
    ("Failed to load attachment", _elsewhere),
    (
        "Failed to load inline SVG",
        _plain("a drawing cannot be read", "save it again as SVG", "<svg"),
    ),
    ("Missing href", _plain("a link names no file", "write its `href`")),
)
