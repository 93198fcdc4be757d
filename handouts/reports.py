"""The report of a batch, decided: what staff read of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from handouts.batch_report import BatchReport
from handouts.library import Library
from handouts.markdown import sentence
from handouts.orders import BOOKLET
from handouts.views import staff_page


@dataclass(frozen=True)
class Line:
    """How many copies of one text there are: its title, and what its files are called by."""

    title: str
    name: str
    draft: bool
    made: int
    kept: int
    failed: int
    pages: int
    sheets: int

    @property
    def ready(self) -> int:
        """The copies that can be handed out."""
        return self.made + self.kept


@dataclass(frozen=True)
class Wrong:
    """One mistake of a row, and what would mend it."""

    row: int
    ref: str
    message: Markup
    hint: Markup


def report_view(library: Library, report: BatchReport) -> dict[str, Any]:
    """All that the template of a batch's report places."""
    lines = list(_lines(library, report))
    return {
        **staff_page(library, report, "For staff."),
        "lines": lines,
        "ready": sum(line.ready for line in lines),
        "made": sum(line.made for line in lines),
        "kept": sum(line.kept for line in lines),
        "failed": sum(line.failed for line in lines),
        "pages": sum(line.pages for line in lines),
        "sheets": sum(line.sheets for line in lines),
        "drafts": any(line.draft for line in lines),
        "unread": report.unread,
        "bad_rows": len({failure.row for failure in report.failures}),
        "wrong": list(_wrong(report)),
        "resumes": report.resumes,
        "notes": [sentence(note) for note in report.notes],
        "aside": report.aside,
    }


def _lines(library: Library, report: BatchReport) -> Iterator[Line]:
    for (text, language), counts in sorted(report.counts.items()):
        own = library.clinic.booklet.title.get(language)
        book = own or library.labels[language]["booklet_title"]
        title = book if text == BOOKLET else library.text(text, language).title
        kinds = ("made", "kept", "failed", "pages", "sheets")
        draft = (text, language) in report.drafts
        yield Line(title, f"{text}-{language}", draft, *(counts.get(kind, 0) for kind in kinds))


def _wrong(report: BatchReport) -> Iterator[Wrong]:
    for failure in report.failures:
        for problem in failure.problems:
            told = sentence(problem.message)
            message = Markup("{}: {}").format(problem.place, told) if problem.place else told
            yield Wrong(failure.row, failure.ref or "", message, sentence(problem.hint))
