"""A handout -> one HTML document. Python decides, Jinja places, CSS paints."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import segno
from jinja2 import pass_context
from jinja2.runtime import Context
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup

from handouts import figures
from handouts.brand import palette, typefaces
from handouts.citations import Citations, explained
from handouts.fonts import quoted
from handouts.handout import Handout
from handouts.language import Language, bound
from handouts.library import Library
from handouts.model import Text, Topic
from handouts.problems import ContentError, Problem
from handouts.sections import Arm, Chances, Section, Timeline
from handouts.signoff import signoff
from handouts.statements import Statement, Term
from handouts.templates import Templates

#: The width of the main column in points, by paper: the sheet less its margins and the axis of
#: styles/tokens.css. Timelines are drawn to it.
MAIN_COLUMN = {"Letter": 372.0, "A4": 355.0}

#: How many letters fit on the one line at the foot of a page, beside its number.
IMPRINT_LINE = 92


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
    """The templates of a library, loaded once, and the mistakes of a clinic's own."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._templates = Templates(library.folders, {"words": _words_on_page})
        # A language that is not printed may lack labels.
        spoken = library.clinic.languages
        self._texts = [text for text in library.texts.values() if text.language in spoken]
        text = self._texts[0]
        names = vars(_View(library, Handout(text, library.clinic, text.updated)))
        labels = library.labels[text.language]
        self._mistakes = self._templates.mistakes(library.files, names, labels)

    def html(self, handout: Handout) -> Page:
        """The handout's page; ContentError says which line of which template went wrong."""
        if self._mistakes:
            raise ContentError(self._mistakes)
        view = _View(self._library, handout)
        private = handout.patient is not None
        page = self._templates.filled(_template(handout.text), vars(view), private=private)
        return Page(page, view.warnings)

    def samples(self) -> list[str]:
        """A blank page of each template; ContentError tells the mistakes of all of them."""
        texts = {_template(text): text for text in reversed(self._texts)}
        pages: list[str] = []
        problems: dict[Problem, None] = {}
        for text in texts.values():
            try:
                pages.append(self.html(Handout(text, self._library.clinic, text.updated)).html)
            except ContentError as error:
                problems |= dict.fromkeys(error.problems)
        if problems:
            raise ContentError(list(problems))
        return pages


def _template(text: Text) -> str:
    return "topic.html" if isinstance(text, Topic) else "handout.html"


def _imprint(text: Text, say: Callable[..., str], due: str) -> tuple[str, str]:
    """What stands at the foot of every page: which sheet it is, and how it was reviewed (S95)."""
    sheet = f"{text.id}-{text.language}-{say('edition_code_standard')}".upper()
    identity = f"{sheet}, {say('version', version=text.version)}"
    edition = f"{say('language_name')}, {say('edition_standard')}."
    return identity, f"{edition} {say('reviewed_never')} {say('review_due', date=due)}"


class _View:
    """All that a handout's template places, decided; `vars()` of it is the template's context."""

    def __init__(self, library: Library, handout: Handout) -> None:
        text = handout.text.on(handout.day)
        self.text, self.clinic = text, handout.clinic
        self.language = Language(text.language, library.labels[text.language])
        self.say = self.language.say
        self.blank = self.say("blank")
        self.draft = signoff(handout.text).is_draft
        self.palette = palette(handout.clinic.brand)
        self.typefaces = typefaces(handout.clinic.brand)
        self.logo = library.logo.as_uri() if library.logo else ""
        # Safe, both: all that could end a string of CSS, or the element around it, is escaped.
        self.font_rules = Markup("\n".join(face.rule for face in library.faces))  # noqa: S704
        self.css = lambda words: Markup(quoted(words))  # noqa: S704
        self.review_due = self.language.day(text.review_due)
        self.identity, self.imprint = _imprint(text, self.say, self.review_due)
        self.imprint_is_long = len(self.identity + self.imprint) > IMPRINT_LINE
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
        self.is_kept = lambda part: is_kept(part, self.notes)
        self.people = figures.people
        self.paragraphs = paragraphs
        self.pictures = {
            part.id: library.picture(text, part.picture.file).as_uri()
            for part in text.sections
            if part.picture
        }
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


def is_kept(section: Section, notes: Mapping[str, Sequence[Term]]) -> bool:
    """Whether a section stays on one page: short, and with a note that could be torn from it."""
    statements = [one for group in section.groups().values() for one in group]
    letters = sum(len(statement.text) for statement in statements)
    return letters <= _SHORT and any(notes[statement.id] for statement in statements)


# Some ten lines of the main column.
_SHORT = 700


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


# Three underscores or more are a place to write a number (`Hold ___ seconds`), and never emphasis.
_BLANK = re.compile(r"_{3,}")


def _blank(state: StateInline, silent: bool) -> bool:
    run = _BLANK.match(state.src, state.pos)
    if run and not silent:
        state.push("blank", "span", 0)
    state.pos = run.end() if run else state.pos
    return bool(run)


def _line_to_write_on(*told: Any) -> str:
    said = escapeHtml(told[-1].get("blank", ""))
    return f'<span class="blank" data-said="{said}">\u00a0</span>'


# Only emphasis and links: a statement is a sentence, not a page; raw HTML stays text.
_MARKDOWN = MarkdownIt("zero", {"html": False, "typographer": True})
_MARKDOWN.enable(["emphasis", "link", "smartquotes"])
_MARKDOWN.inline.ruler.before("emphasis", "blank", _blank)
_MARKDOWN.add_render_rule("text", _text)
_MARKDOWN.add_render_rule("blank", _line_to_write_on)


def words(text: str, blank: str = "") -> Markup:
    """Inline Markdown as HTML, numbers bound to their units (standard S20).

    `blank` is what a voice says where a number is to be written.
    """
    # The last line of a paragraph is never one short word alone.
    tucked = re.sub(r" (\w{1,4}[.?!])$", "\u00a0\\1", bound(text))
    tucked = re.sub(r"(_{3,}) (?=\w)", "\\1\u00a0", tucked)
    # Safe: markdown-it escapes all but its own tags.
    return Markup(_MARKDOWN.renderInline(tucked, {"blank": blank}))  # noqa: S704


@pass_context
def _words_on_page(context: Context, text: str) -> Markup:
    return words(text, context.get("blank", ""))


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
