"""What staff read, decided: the report of a batch."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from handouts.batch_report import BatchReport
from handouts.library import Library
from handouts.orders import BOOKLET
from handouts.problems import printable
from handouts.views import Stationery


@dataclass(frozen=True)
class Line:
    """How many copies of one text there are: its title, and what its files are called by."""

    title: str
    name: str
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
    page = Stationery(library, report)
    lines = list(_lines(library, report))
    day = page.language.day(report.day)
    return {
        **vars(page),
        "draft": False,
        "size": report.clinic.paper,
        "identity": report.title.upper(),
        "imprint": f"{day}. For staff. Not for patients.",
        "imprint_is_long": False,
        "day": day,
        "lines": lines,
        "ready": sum(line.ready for line in lines),
        "made": sum(line.made for line in lines),
        "kept": sum(line.kept for line in lines),
        "failed": sum(line.failed for line in lines),
        "pages": sum(line.pages for line in lines),
        "sheets": sum(line.sheets for line in lines),
        "bad_rows": len({failure.row for failure in report.failures}),
        "wrong": list(_wrong(report)),
        "resumes": report.resumes,
        "notes": [_marked(note) for note in report.notes],
        "aside": report.aside,
    }


def _lines(library: Library, report: BatchReport) -> Iterator[Line]:
    for (text, language), counts in sorted(report.counts.items()):
        own = library.clinic.booklet.title.get(language)
        book = own or library.labels[language]["booklet_title"]
        title = book if text == BOOKLET else library.text(text, language).title
        kinds = ("made", "kept", "failed", "pages", "sheets")
        yield Line(title, f"{text}-{language}", *(counts.get(kind, 0) for kind in kinds))


def _wrong(report: BatchReport) -> Iterator[Wrong]:
    for failure in report.failures:
        for problem in failure.problems:
            told = _marked(problem.message)
            message = Markup("{}: {}").format(problem.place, told) if problem.place else told
            yield Wrong(failure.row, failure.ref or "", message, _marked(problem.hint))


def _marked(sentence: str) -> Markup:
    """What the program says as a whole sentence, with what it names in bold."""
    words = printable(sentence)
    words = words[:1].upper() + words[1:] + "." * (words[-1:] not in ("", ".", "?"))
    # Safe: escaped before its marks become tags.
    return Markup(re.sub("`([^`]*)`", r"<strong>\1</strong>", str(escape(words))))  # noqa: S704
