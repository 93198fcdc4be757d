"""The press: a handout in, an archival and accessible PDF out. Alone knows how WeasyPrint does."""

import contextlib
import logging
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from handouts import tagging
from handouts.handout import Handout
from handouts.library import Library
from handouts.pages import Pages
from handouts.problems import ContentError, Place, Problem, shown
from handouts.reading import Reading

_SHEETS = ("tokens.css", "base.css", "handout.css")
# The parts of a folder that a page may show; a clinic's patients and outbox lie beside them.
_READABLE = ("templates", "styles", "data")
_LINKS = ("https", "http", "mailto", "tel")


@dataclass(frozen=True)
class Document:
    """A printed PDF: its name without ending, its bytes, how many pages, and what to tell."""

    name: str
    pdf: bytes
    pages: int
    warnings: tuple[str, ...]

    def write(self, path: Path, *, mode: int = 0o644) -> Path:
        """The path, where the whole PDF now stands; never half of it, whatever happens."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o777 if mode == 0o644 else 0o700)
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                os.fchmod(handle, mode)
                file.write(self.pdf)
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink()
            raise
        return path


class Press:
    """Warm machinery for one library: open it once, print many."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._pages = Pages(library)
        self._fonts = FontConfiguration()
        self._fetcher = Fetcher(library.folders)
        with self._fetching(self._styles()):
            self._sheets = [self._sheet(name) for name in _SHEETS]

    def print(self, handout: Handout) -> Document:
        """The handout as one PDF/A-2a and PDF/UA-1 file; ContentError tells all mistakes."""
        page = self._pages.html(handout)
        with _told() as records, self._fetching(self._files(handout)):
            base = (self._library.folders[0] / "templates").as_uri() + "/"
            html = weasyprint.HTML(string=page.html, base_url=base, url_fetcher=self._fetcher)
            printed = html.render(stylesheets=self._sheets, font_config=self._fonts)
            problems = [*_overfull(printed), *_unsafe_links(printed)]
            tagging.claim_both(printed)
            pdf = printed.write_pdf(pdf_variant="pdf/a-2a", pdf_tags=True, finisher=tagging.finish)
        problems += self._complaints(records, handout)
        if problems:
            raise ContentError(problems)
        return Document(handout.name, pdf, len(printed.pages), page.warnings)

    def _sheet(self, name: str) -> weasyprint.CSS:
        path = next(p for f in self._library.folders if (p := f / "styles" / name).is_file())
        with _told() as records:
            sheet = weasyprint.CSS(
                filename=path, font_config=self._fonts, url_fetcher=self._fetcher
            )
        if records:
            raise ContentError([Problem(Place(shown(path)), r.getMessage()) for r in records])
        return sheet

    @contextlib.contextmanager
    def _fetching(self, files: Iterator[Path]) -> Iterator[None]:
        """Turn an address that the fetcher refused into a mistake in one of the files."""
        self._fetcher.refused = None
        # WeasyPrint swallows some of them, so `refused` is asked in any case.
        with contextlib.suppress(FatalURLFetchingError):
            yield
        if url := self._fetcher.refused:
            message = "a file or address that is not there, or not in the clinic's folder"
            hint = "put the file beside the template, in the clinic's own folder"
            raise ContentError([Problem(_mention(url, files), message, hint)])

    def _files(self, handout: Handout) -> Iterator[Path]:
        """Every file a page is made of, the text first."""
        yield Path(self._reading(handout).path)
        yield from self._styles()

    def _styles(self) -> Iterator[Path]:
        for folder in self._library.folders:
            yield from sorted((folder / "templates").glob("*.html"))
            yield from sorted((folder / "styles").glob("*.css"))

    def _reading(self, handout: Handout) -> Reading:
        return self._library.places[handout.text.id, handout.text.language]

    def _complaints(
        self, records: Sequence[logging.LogRecord], handout: Handout
    ) -> Iterator[Problem]:
        """What WeasyPrint only logs but a page must not have."""
        letters = {str(r.args[0]) for r in records if isinstance(r.args, tuple) and _is_missing(r)}
        for letter in sorted(letters):
            yield self._missing_letter(letter, handout)
        for record in records:
            if not _is_missing(record):
                # What WeasyPrint complains of may be a patient's words in a clinic's own template.
                words = "WeasyPrint complains" if handout.patient else record.getMessage()
                yield Problem(Place(handout.name), words, "look at the templates and styles")

    def _missing_letter(self, letter: str, handout: Handout) -> Problem:
        values = handout.patient.values if handout.patient else {}
        for name, value in values.items():
            if isinstance(value, str) and letter in value:
                # The letter itself is the patient's: only the field is named.
                return Problem(None, f"`{name}` has a letter that no font here has")
        message = f"no font here has the letter `{letter}` (U+{ord(letter):04X})"
        reading = self._reading(handout)
        where = (loc for loc, leaf in reading.leaves() if letter in str(leaf))
        place = next((reading.place(loc) for loc in where), Place(handout.name))
        return Problem(place, message, "write it another way")


def _is_missing(record: logging.LogRecord) -> bool:
    return str(record.msg).startswith(".notdef")


class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """The only door to files: what lies inside the library's folders, and `data:`."""

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__(
            allowed_protocols={"file", "data"}, allow_redirects=False, fail_on_errors=True
        )
        self._folders = [folder.resolve() / part for folder in folders for part in _READABLE]
        self.refused: str | None = None

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The response for a file inside the folders; any other address is an error."""
        try:
            return super().fetch(url if url.startswith("data:") else self._inside(url), headers)
        except Exception:
            self.refused = url
            raise

    def _inside(self, url: str) -> str:
        """The address of the very file that was looked at, whatever the url hides behind a `#`."""
        parts = urlsplit(url)
        # Symbolic links are followed first, so that none leads out.
        path = Path(unquote(parts.path)).resolve()
        if parts.scheme != "file" or parts.netloc or not self._holds(path):
            raise ValueError("outside the folders")
        return path.as_uri()

    def _holds(self, path: Path) -> bool:
        return any(path.is_relative_to(folder) for folder in self._folders)


class _Ear(logging.Handler):
    """Keeps every record of a warning or worse."""

    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self._records = records

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record."""
        self._records.append(record)


@contextlib.contextmanager
def _told() -> Iterator[list[logging.LogRecord]]:
    """Gather what WeasyPrint logs as a warning or worse."""
    records: list[logging.LogRecord] = []
    handler = _Ear(records)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield records
    finally:
        logger.removeHandler(handler)


def _overfull(printed: weasyprint.Document) -> Iterator[Problem]:
    """Settle every personal field on its number of lines; a value that needs more is a mistake.

    The template ends each value with blank lines, so that a box always holds the same number of
    lines, and pieces of marked content, whatever it says.
    """
    parts: dict[Any, list[Any]] = {}
    for page in printed.pages:
        for box in page._page_box.descendants():
            is_field = box.element is not None and box.element.get("data-field")
            if is_field and isinstance(box, boxes.BlockBox):
                # A value with too many lines may have run on to the next page.
                parts.setdefault(box.element, []).append(box)
    for element, pieces in parts.items():
        lines = int(element.get("data-lines"))
        standing = [line for piece in pieces for line in piece.children]
        words = "".join(element.itertext()).split()
        # What WeasyPrint finds no room for at a page's end it drops without a word.
        if any(map(_wider, pieces)) or _words(standing[:lines]) != words:
            message = f"`{element.get('data-field')}` does not fit its box: "
            message += f"{len(' '.join(words))} letters"
            yield Problem(None, message, f"the box has {lines} line{'s' * (lines > 1)}")
        pieces[0].children = pieces[0].children[:lines]


def _wider(box: Any) -> bool:
    return any(
        text.position_x + text.width > box.content_box_x() + box.width + 0.5
        for text in box.descendants()
        if _is_text(text) and text.text.strip()
    )


def _words(lines: Sequence[Any]) -> list[str]:
    texts = [box.text for line in lines for box in line.descendants() if _is_text(box)]
    return " ".join(texts).split()


def _is_text(box: Any) -> bool:
    return isinstance(box, boxes.TextBox)


def _unsafe_links(printed: weasyprint.Document) -> Iterator[Problem]:
    for page in printed.pages:
        for kind, target, *_ in page.links:
            if kind == "external" and target.partition(":")[0].lower() not in _LINKS:
                message = "a link that leads neither to the web, a mail address nor a phone"
                yield Problem(None, message, "begin it with https://, mailto: or tel:")


def _mention(url: str, files: Iterator[Path]) -> Place | None:
    """Where a file mentions that address, or else the last part of it."""
    paths = list(files)
    for wanted in (url, url.rsplit("/", 1)[-1]):
        for path in paths:
            for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
                if wanted and wanted in line:
                    return Place(shown(path), number)
    return None
