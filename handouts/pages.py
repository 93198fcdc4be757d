"""A handout -> one HTML document. Python decides, Jinja places, CSS paints."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import segno
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.exceptions import TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from handouts import figures
from handouts.brand import palette
from handouts.citations import Citations, explained
from handouts.handout import Handout
from handouts.language import Language, bound
from handouts.library import Library
from handouts.model import Text, Topic
from handouts.problems import ContentError, Place, Problem, shown
from handouts.sections import Arm, Chances, Section, Timeline
from handouts.signoff import signoff
from handouts.statements import Statement

#: The width of the main column in points, by paper: the sheet less its margins and the axis of
#: styles/tokens.css. Timelines are drawn to it.
MAIN_COLUMN = {"Letter": 372.0, "A4": 355.0}


@dataclass(frozen=True)
class Page:
    """The HTML of a document, and what the person who prints it should know."""

    html: str
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Box:
    """A field as it prints: its value, or nothing, in a box of so many lines."""

    id: str
    label: str
    value: str
    lines: int
    width: str

    @property
    def filler(self) -> str:
        """A blank line for each further line that the box has room for."""
        return "\n\u00a0" * (self.lines - 1)


class Pages:
    """The templates of a library, loaded once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._folders = [folder / "templates" for folder in library.folders]
        # Sandboxed: a clinic's template places words, it runs nothing.
        self._jinja = SandboxedEnvironment(
            loader=ChoiceLoader(
                [
                    FileSystemLoader(self._folders),
                    # So that a clinic's handout.html can extend the very file it stands for.
                    PrefixLoader({"shipped": FileSystemLoader(self._folders[-1])}),
                ]
            ),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.filters["words"] = words

    def html(self, handout: Handout) -> Page:
        """The handout's page; ContentError says which line of which template went wrong."""
        view = _View(self._library, handout)
        try:
            template = self._jinja.get_template(_template(handout.text))
            return Page(template.render(vars(view)), view.warnings)
        except (ArithmeticError, LookupError, RecursionError, TemplateError, TypeError) as error:
            raise ContentError([self._problem(error, handout)]) from None
        except UnicodeDecodeError:
            place = Place(shown(self._folders[0]))
            raise ContentError([Problem(place, "a template is not UTF-8", "save it so")]) from None

    def _problem(self, error: Exception, handout: Handout) -> Problem:
        message = str(error)
        if handout.patient:
            # The words of an error may hold a patient's.
            message = f"the template cannot be filled in for a patient ({type(error).__name__})"
        if isinstance(error, TemplateNotFound) and not handout.patient:
            message = f"there is no template `{error.name}`"
        if isinstance(error, TemplateSyntaxError):
            path = Path(error.filename or error.name or "template")
            return Problem(Place(shown(path), error.lineno), str(error.message))
        return Problem(self._template_line(error), message)

    def _template_line(self, error: Exception) -> Place | None:
        """The innermost template line of the error's traceback, which Jinja maps to the file."""
        place, trace = None, error.__traceback__
        while trace:
            path = Path(trace.tb_frame.f_code.co_filename)
            if path.parent in self._folders:
                place = Place(shown(path), trace.tb_lineno)
            trace = trace.tb_next
        return place


def _template(text: Text) -> str:
    return "topic.html" if isinstance(text, Topic) else "handout.html"


class _View:
    """All that a handout's template places, decided; `vars()` of it is the template's context."""

    def __init__(self, library: Library, handout: Handout) -> None:
        text = handout.text.on(handout.day)
        self.text, self.clinic = text, handout.clinic
        self.language = Language(text.language, library.labels[text.language])
        self.say = self.language.say
        self.draft = signoff(handout.text).is_draft
        self.palette = palette(handout.clinic.brand)
        self.document_id = f"{text.id}-{text.language}-{self.say('edition_code_standard')}".upper()
        self.review_due = self.language.day(text.review_due)
        self.notes = explained(text, library.glossaries.get(text.language, ()))
        cited = Citations(text, self.notes, library.sources)
        self.sources = cited.sources
        self.cited = lambda *parts: self.language.cited(cited.numbers(*parts))
        self.cited_briefly = lambda *parts: self.language.numbers(cited.numbers(*parts))
        self.runs = list(runs(text.sections))
        self.call = next((section for section in text.sections if section.kind == "warning"), None)
        values = handout.patient.values if handout.patient else {}
        self.panel = tuple(self._boxes(library, values, "panel"))
        self.visits = tuple(self._visits(library, values))
        if not any(section.kind == "timeline" for section in text.sections):
            for name, field in library.fields.items():
                if field.place == "schedule" and values.get(name):
                    hint = f"`{text.id}` has no schedule"
                    raise ContentError([Problem(None, f"`{name}` has no place to stand", hint)])
        self.people = figures.people
        self.paragraphs = paragraphs
        self.chances_alt = lambda arm, section: chances_alt(arm, section, self.language)
        width = MAIN_COLUMN[handout.clinic.paper]
        self.timeline = lambda section: TimelineView(section, self.language, width)
        self.address = address
        self.qr = lambda url: qr(url, self.language)
        expired = [s for s in handout.text.statements() if s.expired_on(handout.day)]
        self.warnings = tuple(
            f"{handout.name}: `{s.id}` expired on {s.expires} and is left out" for s in expired
        )

    def _boxes(self, library: Library, values: Mapping[str, Any], place: str) -> Iterator[Box]:
        for name, field in library.fields.items():
            if field.place == place:
                label = field.labels.get(self.language.code, name)
                value = self.language.value(values.get(name))
                yield Box(name, label, value, field.lines, field.width)

    def _visits(
        self, library: Library, values: Mapping[str, Any]
    ) -> Iterator[tuple[str, list[str]]]:
        for name, field in library.fields.items():
            if field.place == "schedule":
                days = [self.language.weekday(day) for day in values.get(name, ())]
                yield field.labels.get(self.language.code, name), days


def paragraphs(statements: Sequence[Statement]) -> list[list[Statement]]:
    """Statements of running text by paragraph."""
    grouped: list[list[Statement]] = []
    for statement in statements:
        if grouped and statement.continues:
            grouped[-1].append(statement)
        else:
            grouped.append([statement])
    return grouped


def runs(sections: Sequence[Section]) -> Iterator[tuple[str, list[Section]]]:
    """Neighbours of one setting, which share their columns; one that starts a page starts a run."""
    run: list[Section] = []
    for section in sections:
        if run and (section.setting != run[-1].setting or section.starts_page):
            yield run[-1].setting, run
            run = []
        run.append(section)
    if run:
        yield run[-1].setting, run


# A word with hyphens, such as co-pay, anti-Jo-1 or a phone number, is not broken at one (S20).
_HYPHENATED = re.compile(r"(?<![\w./-])\w+(?:-\w+)+(?![\w/-]|\.\w)")


def _text(renderer: RendererHTML, tokens: Sequence[Token], i: int, *_: Any) -> str:
    return _HYPHENATED.sub(r'<span class="whole">\g<0></span>', escapeHtml(tokens[i].content))


# Only emphasis and links: a statement is a sentence, not a page; raw HTML stays text.
_MARKDOWN = MarkdownIt("zero", {"html": False, "typographer": True})
_MARKDOWN.enable(["emphasis", "link", "smartquotes"])
_MARKDOWN.add_render_rule("text", _text)


def words(text: str) -> Markup:
    """Inline Markdown as HTML, numbers bound to their units (standard S20)."""
    # The last line of a paragraph is never one short word alone.
    tucked = re.sub(r" (\w{1,4}[.?!])$", "\u00a0\\1", bound(text))
    # Safe: markdown-it escapes all but its own tags.
    return Markup(_MARKDOWN.renderInline(tucked))  # noqa: S704


def chances_alt(arm: Arm, section: Chances, language: Language) -> str:
    """What an icon array shows, in words."""
    return language.say(
        "chances_alt",
        count=arm.count,
        arm=arm.label,
        outcome=section.outcome,
        out_of=section.out_of,
        weeks=section.weeks,
        people=section.people,
    )


def _days(section: Timeline, language: Language) -> str:
    if not section.days:
        return ""
    least, most = section.days
    key = "timeline_days_same" if least == most else "timeline_days"
    return language.say(key, least=least, most=most)


class TimelineView:
    """A timeline's drawing, its labels, and what it shows in words."""

    def __init__(self, section: Timeline, language: Language, width: float) -> None:
        self.line = figures.schedule(section, width=width)
        self.days = _days(section, language)
        self.labels = [stop.label or _week(stop.week, language) for stop in section.weeks]
        self.below = [stop.below or self.days for stop in section.weeks]
        self.then = language.say("timeline_then") if section.then_every else ""
        self.every = (
            language.say("timeline_every", weeks=section.then_every) if section.then_every else ""
        )
        stops = ", ".join(
            f"{label} ({stop.below})" if stop.below else label
            for label, stop in zip(self.labels, section.weeks, strict=True)
        )
        self.alt = f"{section.caption}: " + (
            language.say("timeline_alt", stops=stops, weeks=section.then_every, days=self.days)
            if section.then_every and self.days
            else language.say(
                "timeline_alt_plain", stops=", ".join(filter(None, [stops, self.every]))
            )
        )


def _week(week: int, language: Language) -> str:
    return language.say("timeline_week", week=week) if week else language.say("timeline_start")


def address(url: str) -> str:
    """A web address as a person types it."""
    return url.removeprefix("https://").removeprefix("http://")


def qr(url: str, language: Language) -> Markup:
    """The address as a QR code: error level M, four modules of quiet zone (standard S91)."""
    code = segno.make(url, error="m", micro=False)
    # Safe: segno escapes the title.
    return Markup(  # noqa: S704
        code.svg_inline(
            scale=4,
            border=4,
            omitsize=True,
            dark="#15191d",
            title=language.say("qr_alt", address=address(url)),
        )
    )
