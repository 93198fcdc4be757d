"""A job -> one HTML document. Python decides, Jinja places, CSS paints."""

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from handouts.batch_report import BatchReport
from handouts.booklet import Booklet, DuplexTest
from handouts.chapters import booklet_view, duplex_view
from handouts.handout import Handout
from handouts.library import Library
from handouts.markdown import words
from handouts.model import Text, Topic
from handouts.problems import ContentError, Problem
from handouts.reports import report_view, review_view
from handouts.review import Review
from handouts.templates import Templates
from handouts.views import Job, expired, handout_view


@dataclass(frozen=True)
class Page:
    """The HTML of a document, and what the person who prints it should know."""

    html: str
    warnings: tuple[str, ...]


class Pages:
    """The templates of a library, loaded once, and the mistakes of a clinic's own."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._templates = Templates(library.folders, {"words": _words_on_page})
        samples = list(self._samples())
        names = {name for job in samples for name in _names(library, job)}
        labels = library.labels[samples[0].language]
        self._mistakes = self._templates.mistakes(library.files, names, labels)

    def html(self, job: Job) -> Page:
        """The page of a handout or a booklet; ContentError says which template went wrong where."""
        if self._mistakes:
            raise ContentError(self._mistakes)
        private = job.patient is not None
        match job:
            case Handout():
                page = self._sheet(job, private)
            case DuplexTest():
                return Page(self._test(job), ())
            case Booklet():
                page = self._book(job, private)
            case BatchReport():
                view = report_view(self._library, job)
                return Page(self._templates.filled("report.html", view, private=False), ())
            case Review():
                view = review_view(self._library, job)
                return Page(self._templates.filled("review.html", view, private=False), ())
        return Page(page, tuple(expired(job)))

    def _sheet(self, handout: Handout, private: bool) -> str:
        view = handout_view(self._library, handout)
        return self._templates.filled(_template(handout.text), view, private=private)

    def _book(self, booklet: Booklet, private: bool) -> str:
        view = booklet_view(self._library, booklet)
        pages = [
            self._templates.filled("chapter.html", {**view, **chapter.view}, private=private)
            for chapter in view["chapters"]
        ]
        # Safe: a template of ours, or a clinic's own, escaped what it placed.
        whole = {**view, "pages": [Markup(page) for page in pages]}  # noqa: S704
        return self._templates.filled("booklet.html", whole, private=private)

    def _test(self, test: DuplexTest) -> str:
        view = duplex_view(self._library, test)
        return self._templates.filled("duplex-test.html", view, private=False)

    def samples(self) -> list[str]:
        """A blank page of each template; ContentError tells the mistakes of all of them."""
        pages: list[str] = []
        problems: dict[Problem, None] = {}
        for job in self._samples():
            try:
                pages.append(self.html(job).html)
            except ContentError as error:
                problems |= dict.fromkeys(error.problems)
        if problems:
            raise ContentError(list(problems))
        return pages

    def _samples(self) -> Iterator[Job]:
        """A blank job for each template."""
        clinic = self._library.clinic
        # A language that is not printed may lack labels.
        texts = [one for one in self._library.texts.values() if one.language in clinic.languages]
        for text in {_template(text): text for text in reversed(texts)}.values():
            yield Handout(text, clinic, text.updated)
        book = Booklet(texts[0].title, "", (texts[0],), clinic, texts[0].updated)
        yield from (book, DuplexTest.of(book, book.title))
        short = min(texts, key=lambda text: len(list(text.statements())))
        yield from (BatchReport(clinic, book.day, {}), Review((short,), clinic, book.day, {}, {}))


def _template(text: Text) -> str:
    return "topic.html" if isinstance(text, Topic) else "handout.html"


def _names(library: Library, job: Job) -> set[str]:
    """What a template of that job may ask for."""
    if isinstance(job, Handout):
        return set(handout_view(library, job))
    if isinstance(job, BatchReport):
        return set(report_view(library, job))
    if isinstance(job, Review):
        return set(review_view(library, job))
    view = booklet_view(library, job)
    return {*view, *view["chapters"][0].view, "pages"}


@pass_context
def _words_on_page(context: Context, text: str) -> Markup:
    return words(text, context.get("blank", ""))
