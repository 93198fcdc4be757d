"""What the sheet says, as plain blocks, for the ways that know no HTML.

Words are a line of HTML with `strong`, `a` and `span` in it, as our own pages have them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import segno

from handouts import sections
from handouts.captions import TimelineView
from handouts.leaflets import handout_view
from handouts.markdown import words
from handouts.statements import Statement
from ways.sheet import Sheet

#: The page of "When to call", which the first page names.
CALL_PAGE = 4


@dataclass(frozen=True)
class Words:
    """A paragraph, in one of the looks: body, lead, caption, label, small."""

    text: str
    look: str = "body"


@dataclass(frozen=True)
class Items:
    """A list with bullets, or with boxes to tick."""

    items: Sequence[str]
    ticks: bool = False


@dataclass(frozen=True)
class Tier:
    """A box of warnings: emergency, now or office; its phones, its signs, and where to see more."""

    kind: str
    heading: str
    phones: Sequence[str]
    signs: Sequence[str]
    see: str = ""


@dataclass(frozen=True)
class Arm:
    """People of a group in an icon array, `count` of them filled."""

    count: int
    who: str
    alt: str


@dataclass(frozen=True)
class Chances:
    """Two icon arrays side by side."""

    arms: Sequence[Arm]


@dataclass(frozen=True)
class Schedule:
    """A timeline, and below it the label of the visits of the person."""

    view: TimelineView
    label: str


@dataclass(frozen=True)
class Code:
    """A code to scan, its rows of dark (1) and light (0) modules, and the words beside it."""

    modules: Sequence[Sequence[int]]
    alt: str
    texts: Sequence[str]


@dataclass(frozen=True)
class Lines:
    """Lines to write on."""

    count: int


@dataclass(frozen=True)
class TeachBack:
    """Questions with boxes in columns, and lines for the staff."""

    columns: Sequence[str]
    questions: Sequence[str]
    lines: Sequence[str]


Block = Words | Items | Tier | Chances | Schedule | Code | Lines | TeachBack


@dataclass(frozen=True)
class Part:
    """A section: hanging, column or full; `notes` are terms and what they mean."""

    id: str
    setting: str
    heading: str
    sources: str
    notes: Sequence[tuple[str, str]]
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Field:
    """A box of the person: its slot, its label, how many lines, and wide, narrow or full."""

    slot: str
    label: str
    lines: int
    width: str


class Content:
    """All words of the sheet, worked out once."""

    def __init__(self, sheet: Sheet) -> None:
        self._view = view = handout_view(sheet.library, sheet.handout)
        self._say = say = view["say"]
        text = view["text"]
        self.title, self.about = text.title, text.about
        self.document_title, self.author = sheet.handout.title, say("clinic_name")
        self.subtitle = f"{text.subtitle} {say('say_it', word=text.say)}"
        self.status = f"{say('draft_line')} {say('review_due', date=view['review_due'])}"
        self.message = (say("main_message"), _html(text.main_message))
        self.pair = tuple(self._pair(view["call"]))
        self.glance = self._glance(text)
        self.glance_rows = [(row.label, self._proved(row)) for row in text.glance]
        self.panel = say("your_copy")
        self.fields = [Field(box.id, box.label, box.lines, box.width) for box in view["panel"]]
        self.runs = [(setting, list(map(self._part, run))) for setting, run in view["runs"]]
        self.sources = (say("sources"), f"{say('draft_line')} {say('about_sheet_text')}")
        self.cited = [source.cite for _, source in view["sources"]]
        self.band = say("draft_band")
        self.identity, self.imprint = view["identity"], view["imprint"]
        self.page, self.page_of = say("page"), say("page_of")
        self.brand, self.brand_ink = view["palette"]["brand"], view["palette"]["brand-ink"]
        self.icons = dict(_icons(sheet))

    def _pair(self, call: sections.Warnings) -> Iterator[Tier]:
        """The two boxes of the first page."""
        emergency, now, _ = self._tiers(call)
        yield emergency
        see = f"{self._say('call_now_for')}{CALL_PAGE}."
        yield Tier("now", now.heading, now.phones, (), see)

    def _tiers(self, call: sections.Warnings) -> Iterator[Tier]:
        say = self._say
        day, after = say("phone_day"), say("phone_after")
        heading = say("call_emergency", number=self._view["clinic"].emergency_number)
        yield Tier("emergency", heading, (), _told(call.emergency))
        yield Tier("now", say("call_now"), (day, after), _told(call.now))
        yield Tier("office", say("call_office"), (day,), _told(call.office))

    def _glance(self, text: Any) -> Part:
        rows = [text.main_message, *text.glance]
        cited = self._view["cited"](*rows)
        return Part("glance", "hanging", self._say("at_a_glance"), cited, self._notes(rows), ())

    def _proved(self, row: Any) -> str:
        proof = f"<strong>{self._say('proof_' + row.proof)}</strong> " if row.proof else ""
        return proof + _html(row)

    def _notes(self, statements: Sequence[Statement]) -> list[tuple[str, str]]:
        notes = self._view["notes"]
        terms = [term for statement in statements for term in notes.get(statement.id, ())]
        return [(term.term, str(words(term.definition))) for term in terms]

    def _part(self, part: Any) -> Part:
        cite = self._view["cited_briefly" if part.setting == "column" else "cited"]
        cited = cite(part)
        if isinstance(part, sections.TeachBack):
            cited = f"{self._say('teach_back_help')} {cited}"
        notes = self._notes([one for group in part.groups().values() for one in group])
        blocks = tuple(self._blocks(part))
        return Part(part.id, part.setting, part.heading, cited, notes, blocks)

    def _blocks(self, part: Any) -> Iterator[Block]:
        match part:
            case sections.Warnings():
                yield from self._tiers(part)
            case sections.Chances():
                yield from self._chances(part)
            case sections.Timeline():
                yield Words(part.caption, "caption")
                yield Schedule(self._view["timeline"](part), self._view["visits"][0][0])
                yield from self._running(part)
            case sections.Link():
                yield self._code(part)
            case sections.TeachBack():
                yield self._teach_back(part)
            case sections.Questions():
                yield Items(_told(part.statements), ticks=True)
                yield Words(self._say("notes_lines"), "label")
                yield Lines(part.lines)
            case sections.Plain(kind="list" | "checklist"):
                yield Items(_told(part.statements), ticks=part.kind == "checklist")
            case _:
                yield from self._running(part)

    def _running(self, part: Any) -> Iterator[Words]:
        for paragraph in self._view["paragraphs"](part.statements):
            yield Words(" ".join(_told(paragraph)))

    def _chances(self, part: sections.Chances) -> Iterator[Block]:
        yield Words(part.caption, "caption")
        yield Chances([self._arm(arm, part) for arm in part.arms])
        first, *others = self._running(part)
        yield Words(first.text, "lead")
        yield from others

    def _arm(self, arm: sections.Arm, part: sections.Chances) -> Arm:
        who = self._say("chances_who", out_of=part.out_of, arm=arm.label)
        return Arm(arm.count, who, self._view["chances_alt"](arm, part))

    def _code(self, part: sections.Link) -> Code:
        address = self._view["address"](part.url)
        scan = (*_told(part.statements), self._say("scan"))
        code = segno.make(part.url, error="m", micro=False)
        modules = [list(row) for row in code.matrix_iter(border=4)]
        return Code(modules, self._say("qr_alt", address=address), scan)

    def _teach_back(self, part: sections.TeachBack) -> TeachBack:
        marks = ("ask", "understood", "again", "follow_up")
        lines = ("next_visit", "taught_by", "interpreter", "learning_needs")
        columns = [self._say(f"teach_back_{mark}") for mark in marks]
        return TeachBack(columns, _told(part.statements), [self._say(line) for line in lines])


def side_by_side(parts: Sequence[Part]) -> Iterator[tuple[list[Part], list[Part]]]:
    """The parts of two columns in rows, for ways that cannot balance columns."""
    rows: list[tuple[list[Part], list[Part]]] = []
    for part in parts:
        if not rows or part.id in _ROWS:
            rows.append(([], []))
        right = part.id in _RIGHT or bool(rows[-1][1])
        rows[-1][right].append(part)
    yield from rows


# Where another row begins, since a page ends; and where the right column does.
_ROWS, _RIGHT = ("vaccines",), ("day", "medicines", "checks")


def _html(statement: Statement) -> str:
    return str(words(statement.text))


def _told(statements: Sequence[Statement]) -> list[str]:
    return list(map(_html, statements))


def _icons(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """The pictures that our style sheet carries, by name."""
    tokens = next(path for path in sheet.styles if path.name == "tokens.css").read_text()
    for name, svg in re.findall(r'--icon-([\w-]+): url\("data:image/svg\+xml,([^"]+)"\)', tokens):
        yield name, unquote(svg)
