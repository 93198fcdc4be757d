"""The press: a job in, an archival and accessible PDF out. Alone knows how WeasyPrint does."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from handouts import complaints, styles, tagging
from handouts.booklet import Booklet
from handouts.fetcher import Fetcher
from handouts.inspection import Inspection
from handouts.language import Language, isolated
from handouts.library import Library
from handouts.pages import Pages
from handouts.problems import ContentError, Place, Problem, shown
from handouts.slots import known
from handouts.views import Job


@dataclass(frozen=True)
class Document:
    """A printed PDF: its name without ending, its bytes, how many pages, and what to tell."""

    name: str
    pdf: bytes
    pages: int
    warnings: tuple[str, ...]
    route: ClassVar[str] = "full"

    @property
    def parts(self) -> tuple[bytes, ...]:
        """The bytes, in the parts in which they are kept."""
        return (self.pdf,)

    @property
    def sha256(self) -> str:
        """The hash of the bytes, in hexadecimal digits."""
        return hashlib.sha256(self.pdf).hexdigest()

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


class Watch:
    """Somebody who looks on while a job is printed, and by default does nothing."""

    def laid(self, document: weasyprint.Document) -> None:
        """Look at the pages, which are laid out and not drawn."""

    def drawn(self, pdf: Any) -> None:
        """Look at the objects of the PDF, which are not written."""


class Press:
    """Warm machinery for one library: open it once, print many."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._pages = Pages(library)
        if problems := list(dict.fromkeys(self._mistakes())):
            raise ContentError(problems)
        self._fonts = FontConfiguration()
        self._fetcher = Fetcher(library)
        read: dict[Path, weasyprint.CSS] = {}
        self._sheets = {
            layout: [
                read.get(path) or read.setdefault(path, self._sheet(path))
                for path in styles.paths(library.folders, layout)
            ]
            for layout in styles.LAYOUTS
        }

    @property
    def is_of_a_clinic(self) -> bool:
        """Whether templates or styles of a clinic's own are printed."""
        return any(path.suffix in styles.WRITTEN for path in self._library.files)

    def print(self, job: Job, watch: "Watch | None" = None) -> Document:
        """The job as one PDF/A-2a and PDF/UA-1 file; ContentError tells all mistakes.

        Whoever watches sees the pages before they are drawn, and the PDF before it is written.
        """
        page = self._pages.html(job)
        look = Inspection(self._library, job)
        self._fetcher.refused.clear()
        problems: list[Problem] = []
        with complaints.heard() as records:
            printed, pdf = self._printed(page.html, job, look, problems, watch or Watch())
        refused = self._fetcher.refused
        problems += [*look.of_door(refused), *look.of_log(records, refused)]
        if problems:
            raise ContentError(list(dict.fromkeys(problems)))
        return Document(job.name, pdf, len(printed.pages), page.warnings)

    def _printed(
        self, page: str, job: Job, look: Inspection, problems: list[Problem], watch: "Watch"
    ) -> tuple[weasyprint.Document, bytes]:
        """The pages and their PDF; what is wrong with them joins the problems."""
        try:
            html = self._laid(page)
            problems += look.of_page(html)
            sheets = self._sheets[job.layout]
            printed = html.render(stylesheets=sheets, font_config=self._fonts)
            problems += [*look.of_boxes(printed), *look.of_links(printed)]
            _keep_to_pages(printed, job, self._library)
            tagging.claim_both(printed)
            watch.laid(printed)
            finish = self._finisher(job, watch)
            options = {"pdf_variant": "pdf/a-2a", "pdf_tags": True, "finisher": finish}
            return printed, printed.write_pdf(**options)
        except Exception:
            parts = (part for text in job.texts for part in text.sections)
            drawn = self._library.logo or any(part.picture for part in parts)
            if not self._library.files and not drawn:
                raise
            # Whatever strange templates, styles and pictures do to WeasyPrint.
            place = Place(shown(self._library.folders[0]))
            raise ContentError([*problems, Problem(place, _STUMBLED, styles.LAST)]) from None

    def _finisher(self, job: Job, watch: "Watch") -> Callable[[weasyprint.Document, Any], None]:
        """What is done to a PDF before it is written; a booklet's pages get their names."""
        labels = self._library.labels[job.language]

        def finish(document: weasyprint.Document, pdf: Any) -> None:
            tagging.finish(document, pdf)
            if isinstance(job, Booklet):
                tagging.label(pdf, labels["front_cover"], labels["back_cover"])
            watch.drawn(pdf)

        return finish

    def _laid(self, page: str) -> weasyprint.HTML:
        base = (self._library.folders[0] / "templates").as_uri() + "/"
        return weasyprint.HTML(string=page, base_url=base, url_fetcher=self._fetcher)

    def _sheet(self, path: Path) -> weasyprint.CSS:
        try:
            return weasyprint.CSS(filename=path, font_config=self._fonts, url_fetcher=self._fetcher)
        except (SyntaxError, RecursionError):  # in a sheet that it imports
            place = Place(shown(path))
            raise ContentError(
                [Problem(place, "it imports what cannot be read", styles.LAST)]
            ) from None

    def _mistakes(self) -> Iterator[Problem]:
        """What is wrong in a clinic's own templates and sheets, of whatever text."""
        if not self.is_of_a_clinic:
            return
        samples: list[str] = []
        try:
            samples = self._pages.samples()
        except ContentError as error:
            yield from error.problems
        yield from styles.mistakes(self._library, samples)


def _keep_to_pages(printed: weasyprint.Document, job: Job, library: Library) -> None:
    """Leave nothing beside the pages that a template chose: no file, no form, no person's name."""
    data = printed.metadata
    data.title, data.description = job.title, job.about
    data.authors = [job.clinic.name or library.labels[job.language]["clinic_name"]]
    data.keywords, data.custom, data.attachments = [], {}, []
    # Our own templates put no value into a heading.
    values = list(_told(job, library)) if library.files else []
    for page in printed.pages:
        page.forms = {None: []}
        told = [mark for mark in page.bookmarks if any(value in mark[1] for value in values)]
        page.bookmarks = [mark for mark in page.bookmarks if mark not in told]


def _told(job: Job, library: Library) -> Iterator[str]:
    """All ways in which a page may tell a patient's values."""
    language = Language(job.language, library.labels[job.language])
    for value in known(job.patient.values) if job.patient else ():
        told = language.value(value)
        yield from (str(value), told, isolated(told))
        for day in value if isinstance(value, tuple) else ():
            yield from (
                str(day),
                language.day(day),
                language.weekday(day),
                language.short_weekday(day),
            )


_STUMBLED = "its templates, styles or pictures cannot be laid out as they stand"
