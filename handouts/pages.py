"""A job -> one HTML document. Python decides, Jinja places, CSS paints."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from handouts.addresses import Address
from handouts.batch_report import BatchReport
from handouts.booklet import Booklet, DuplexTest
from handouts.chapters import booklet_view, duplex_view
from handouts.clinic import Patient
from handouts.correspondence import letter_view
from handouts.handout import Handout
from handouts.leaflets import handout_view
from handouts.letter import Letter
from handouts.library import Library
from handouts.markdown import words
from handouts.model import Text, Topic
from handouts.orders import Order
from handouts.packets import review_view
from handouts.problems import ContentError, Problem
from handouts.reports import report_view
from handouts.review import Review
from handouts.templates import Templates
from handouts.views import Job, expired


@dataclass(frozen=True)
class Page:
    """The HTML of a document, and what the person who prints it should know."""

    html: str
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Written:
    """The words of a letter: its subject, and the same body twice."""

    subject: str
    text: str
    html: str


class Pages:
    """The templates of a library, loaded once, and the mistakes of a clinic's own."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._templates = Templates(library.folders, {"words": _words_on_page})
        samples = list(self._samples())
        names = {name for job in samples for name in _names(library, job)}
        names |= {*letter_view(library, self._sample_letter())}
        labels = library.labels[samples[0].language]
        self._mistakes = self._templates.mistakes(library.files, names, labels)

    def html(self, job: Job) -> Page:
        """The page of a job; ContentError says which template went wrong where."""
        if self._mistakes:
            raise ContentError(self._mistakes)
        private = job.patient is not None
        template, view = _placed(self._library, job)
        if "chapters" in view:
            view["pages"] = list(self._chapters(view, private=private))
        # A test of a printer says nothing of its texts.
        told = () if isinstance(job, DuplexTest) else tuple(expired(job))
        return Page(self._templates.filled(template, view, private=private), told)

    def letter(self, letter: Letter) -> Written:
        """The words of a letter; ContentError says which template went wrong where."""
        if self._mistakes:
            raise ContentError(self._mistakes)
        view = letter_view(self._library, letter)
        text, html = (self._templates.filled(name, view, private=True) for name in _LETTER)
        return Written(view["subject"], text, html)

    def _chapters(self, view: Mapping[str, Any], *, private: bool) -> Iterator[Markup]:
        """The pages of a booklet's chapters, each filled in by itself."""
        for chapter in view["chapters"]:
            page = {**view, **chapter.view}
            # Safe: a template of ours, or a clinic's own, escaped what it placed.
            yield Markup(self._templates.filled("chapter.html", page, private=private))  # noqa: S704

    def samples(self) -> list[str]:
        """A blank page of each template; ContentError tells the mistakes of all of them."""
        pages: list[str] = []
        problems: dict[Problem, None] = {}
        for job in self._samples():
            try:
                pages.append(self.html(job).html)
            except ContentError as error:
                problems |= dict.fromkeys(error.problems)
        try:
            self.letter(self._sample_letter())
        except ContentError as error:
            problems |= dict.fromkeys(error.problems)
        if problems:
            raise ContentError(list(problems))
        return pages

    def _sample_letter(self) -> Letter:
        """A letter to nobody."""
        order = Order(0, "", self._library.clinic.languages[0], Patient())
        return Letter((order,), Address(""), "password")

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


#: The templates of a letter: its plain text, and the same as a page of the web.
_LETTER = ("letter.txt", "letter.html")


def _template(text: Text) -> str:
    return "topic.html" if isinstance(text, Topic) else "handout.html"


def _placed(library: Library, job: Job) -> tuple[str, dict[str, Any]]:
    """The template of a job, and all that it places."""
    match job:
        case Handout():
            return _template(job.text), handout_view(library, job)
        case DuplexTest():
            return "duplex-test.html", duplex_view(library, job)
        case Booklet():
            return "booklet.html", booklet_view(library, job)
        case BatchReport():
            return "report.html", report_view(library, job)
        case Review():
            return "review.html", review_view(library, job)


def _names(library: Library, job: Job) -> set[str]:
    """What a template of that job may ask for."""
    _, view = _placed(library, job)
    chapters = view.get("chapters", [])
    return {*view, "pages", *(name for chapter in chapters[:1] for name in chapter.view)}


@pass_context
def _words_on_page(context: Context, text: str) -> Markup:
    return words(text, context.get("blank", ""))
