"""The press: a handout in, an archival and accessible PDF out. Alone knows how WeasyPrint does."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from handouts import complaints, styles, tagging
from handouts.fetcher import Fetcher
from handouts.fonts import SHIPPED_FAMILIES
from handouts.handout import Handout
from handouts.inspection import Inspection
from handouts.library import Library
from handouts.pages import Pages
from handouts.problems import ContentError, Place, Problem, shown


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
        if len(library.folders) > 1 and (problems := list(self._mistakes())):
            raise ContentError(problems)
        self._owned = any(_owned(folder) for folder in library.folders[:-1])
        self._fonts = FontConfiguration()
        self._fetcher = Fetcher(library.folders, _further(library))
        self._sheets = [self._sheet(path) for path in styles.paths(library.folders)]

    def print(self, handout: Handout) -> Document:
        """The handout as one PDF/A-2a and PDF/UA-1 file; ContentError tells all mistakes."""
        page = self._pages.html(handout)
        look = Inspection(self._library, handout)
        self._fetcher.refused.clear()
        problems: list[Problem] = []
        with complaints.heard() as records:
            printed, pdf = self._printed(page.html, look, problems)
        refused = self._fetcher.refused
        problems += [*look.of_door(refused), *look.of_log(records, refused)]
        if problems:
            raise ContentError(list(dict.fromkeys(problems)))
        return Document(handout.name, pdf, len(printed.pages), page.warnings)

    def _printed(
        self, page: str, look: Inspection, problems: list[Problem]
    ) -> tuple[weasyprint.Document, bytes]:
        """The pages and their PDF; what is wrong with them joins the problems."""
        try:
            html = self._laid(page)
            problems += look.of_page(html)
            printed = html.render(stylesheets=self._sheets, font_config=self._fonts)
            problems += [*look.of_boxes(printed), *look.of_links(printed)]
            # Told above: no file is put into a file.
            printed.metadata.attachments.clear()
            tagging.claim_both(printed)
            options = {"pdf_variant": "pdf/a-2a", "pdf_tags": True, "finisher": tagging.finish}
            return printed, printed.write_pdf(**options)
        except Exception:
            if not self._owned:
                raise
            # Whatever strange templates and styles do to WeasyPrint.
            place = Place(shown(self._library.folders[0]))
            raise ContentError([*problems, Problem(place, _STUMBLED, styles.LAST)]) from None

    def _laid(self, page: str) -> weasyprint.HTML:
        base = (self._library.folders[0] / "templates").as_uri() + "/"
        return weasyprint.HTML(string=page, base_url=base, url_fetcher=self._fetcher)

    def _sheet(self, path: Path) -> weasyprint.CSS:
        return weasyprint.CSS(filename=path, font_config=self._fonts, url_fetcher=self._fetcher)

    def _mistakes(self) -> Iterator[Problem]:
        """What is wrong in a clinic's own templates and sheets, of whatever text."""
        samples: list[str] = []
        try:
            samples = self._pages.samples()
        except ContentError as error:
            yield from error.problems
        families = {*SHIPPED_FAMILIES, *(face.family for face in self._library.faces)}
        further = _further(self._library)
        yield from styles.mistakes(self._library.folders, samples, families, further)


_STUMBLED = "its templates or styles cannot be laid out as they stand"


def _owned(folder: Path) -> bool:
    """Whether the clinic brings templates or styles of its own."""
    return (folder / "templates").is_dir() or (folder / "styles").is_dir()


def _further(library: Library) -> list[Path]:
    """The files that a page may show though they lie beside its folders."""
    return [library.logo] if library.logo else []
