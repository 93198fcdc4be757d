"""ReportLab's platypus, in this process: fast and untagged, for it has no way to tag a PDF."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from handouts import SHIPPED
from ways import content, drawings
from ways.content import Content, Field, Part
from ways.drawings import AXIS, HAIR, INK, INK_2, RULE
from ways.sheet import Way

_TIERS = {
    "emergency": (HexColor("#9b1616"), 18, (3, HexColor("#9b1616"))),
    "now": (HexColor("#6b4300"), 15, (1.3, HexColor("#6b4300"), 0, None, 0, 2, 1.4)),
    "office": (INK, 15, (1.2, INK_2, 0, (3, 2))),
}
_FONTS = {
    "Text": "AtkinsonHyperlegibleNext-Regular",
    "Text-SemiBold": "AtkinsonHyperlegibleNext-SemiBold",
    "Text-Bold": "AtkinsonHyperlegibleNext-Bold",
    "Text-Heavy": "AtkinsonHyperlegibleNext-ExtraBold",
    "Personal": "NotoSans-SemiBold",
}
# The sheet less its margins; one of two columns, and the white between them.
_WIDE, _HALF, _GUTTER = 504.0, 243.0, 18.0
_BARE = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
]


class Platypus(Way):
    """All that is static is made and broken into lines once; a copy makes only what is personal."""

    name = "ReportLab"

    def start(self) -> None:
        """Read the fonts, and make all flowables that are the same for everybody."""
        rl_config.useA85 = 0
        for name, file in _FONTS.items():
            path = SHIPPED / "styles" / "fonts" / f"{file}.ttf"
            pdfmetrics.registerFont(TTFont(name, str(path)))
        pdfmetrics.registerFontFamily("Text", "Text", "Text-Bold", "Text", "Text-Bold")
        self._content = Content(self.sheet)
        self._story = Story(self._content)
        self._canvas = drawings.numbered(self._content)

    def copy(self, values: Mapping[str, str]) -> bytes:
        """The PDF of one person, without tags."""
        file = BytesIO()
        frame = Frame(54, 76, _WIDE, 680, 0, 0, 0, 0)
        about = {"title": self._content.document_title, "author": self._content.author}
        document = BaseDocTemplate(file, pagesize=letter, pageCompression=1, lang="en", **about)
        document.addPageTemplates(PageTemplate(frames=[frame]))
        story = self._story.of(self.sheet.shown(values))
        document.build(story, canvasmaker=self._canvas)
        return file.getvalue()


class Words(Paragraph):
    """A paragraph that keeps its lines from copy to copy."""

    _kept: tuple[float, tuple[float, float]] | None = None

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Its size, worked out once for each width."""
        if not self._kept or self._kept[0] != width:
            self._kept = width, super().wrap(width, height)
        return self._kept[1]


class Tick(Words):
    """A paragraph with a box to tick before it."""

    def draw(self) -> None:
        """Draw the box and the words."""
        drawings.box(self.canv, 0.5, self.height - 12.5, 11)
        super().draw()


class Drawn(Flowable):
    """A drawing of that size."""

    def __init__(self, width: float, height: float, paint: Callable[[Canvas], None]) -> None:
        super().__init__()
        self.width, self.height, self._paint = width, height, paint

    def draw(self) -> None:
        """Draw it."""
        self._paint(self.canv)


class Story:
    """The flowables of the sheet, of which only the panel and the visits are made for a person."""

    def __init__(self, content: Content) -> None:
        self._content, self._ink = content, HexColor(content.brand_ink)
        self._styles = {"body": _style()}
        self._first = list(self._first_page())
        self._labels = [self._said(field.label, 10, 11.5, ink=INK_2) for field in content.fields]
        self._panel_head = self._head(content.panel, "", _WIDE)
        runs = [flowables for run in content.runs for flowables in self._run(*run)]
        self._runs, self._last = runs, list(self._sources())

    def of(self, told: Mapping[str, str]) -> list[Flowable]:
        """The whole story for these values."""
        runs = [one(told) if callable(one) else one for one in self._runs]
        story = [*self._first, *self._panel(told), *runs, *self._last]
        for flowable in story:
            # Left by the last copy on what began a page.
            vars(flowable).pop("_postponed", None)
        return story

    def _said(self, html: str, size: float = 12, line: float = 14.6, **looks: Any) -> Words:
        """A paragraph of our HTML in letters of that size and lines of that height."""
        return Words(_marked(html), self._style(size, line, **looks))

    def _style(self, size: float, line: float, **looks: Any) -> ParagraphStyle:
        key = f"{size} {line} {looks}"
        return self._styles.setdefault(key, _style(size, line, **looks))

    def _heading(self, html: str, size: float = 14.5, line: float = 17) -> Words:
        return self._said(html, size, line, ink=self._ink, font="Text-Heavy")

    def _small(self, html: str, **looks: Any) -> Words:
        return self._said(html, 9.5, 12, ink=INK_2, **looks)

    def _first_page(self) -> Iterator[Flowable]:
        one = self._content
        clinic = self._said(one.author, 10.5, 14, ink=INK_2)
        yield _grid([["", clinic, self._small(one.status)]], [AXIS, 256, 116])
        about = self._said(one.about, 10.5, 14, ink=INK_2)
        title = [
            self._heading(one.title, 36, 36),
            self._said(one.subtitle, 14, 18),
        ]
        bar = ("LINEABOVE", (0, 0), (-1, 0), 4.25, HexColor(one.brand))
        yield Spacer(0, 10)
        yield _grid([[[about], title]], [AXIS, 372], bar, _right(18), _top(5))
        yield self._hanging(one.message[0], "", (), [self._message(one.message[1])])
        yield Spacer(0, 6)
        yield self._pair()
        rows = [[self._label(name), self._said(told)] for name, told in one.glance_rows]
        lines = ("LINEABOVE", (0, 1), (-1, -1), 0.5, HAIR)
        glance = _grid(rows, [112, 260], lines, _bottom(2))
        yield self._hanging(one.glance.heading, one.glance.sources, one.glance.notes, [glance])

    def _message(self, html: str) -> Flowable:
        accent = ("LINEBEFORE", (0, 0), (0, 0), 4, self._ink)
        said = self._said(html, 15, 19, font="Text-SemiBold")
        return _grid([[said]], [372], accent, _left(12))

    def _label(self, name: str) -> Words:
        return self._said(name, font="Text-SemiBold", ink=INK_2)

    def _pair(self) -> Flowable:
        """Two boxes of the same height."""
        widths = [_WIDE * 0.612, _WIDE * 0.018, _WIDE * 0.37]
        left, right = self._content.pair
        cells = [self._tier_cell(left, widths[0]), "", self._tier_cell(right, widths[2])]
        boxes = [
            ("BOX", (column, 0), (column, 0), *_TIERS[tier.kind][2])
            for column, tier in ((0, left), (2, right))
        ]
        return _grid([cells], widths, *boxes, _top(5), _bottom(5), _left(10), _right(8))

    def _tier(self, tier: content.Tier) -> Flowable:
        cell = self._tier_cell(tier, _WIDE, across=True)
        box = ("BOX", (0, 0), (-1, -1), *_TIERS[tier.kind][2])
        return _grid([[cell]], [_WIDE], box, _top(5), _bottom(5), _left(10), _right(8), above=5)

    def _tier_cell(
        self, tier: content.Tier, width: float, *, across: bool = False
    ) -> list[Flowable]:
        ink, size, _ = _TIERS[tier.kind]
        heading = self._said(tier.heading, size, size + 3, ink=ink, font="Text-Heavy")
        inner = width - 18
        row: list[Any] = [Drawn(23, 23, drawings.ICONS[tier.kind]), heading]
        widths = [30, inner - 30]
        phones: list[Any] = [self._phone(when) for when in tier.phones]
        if across and len(phones) == 1:
            row, widths, phones = [*row, phones[0]], [30, inner / 2 - 30, inner / 2], []
        signs = [*self._bullets(tier.signs)]
        if across and tier.kind != "office":
            half = -(-len(signs) // 2)
            sides = [[phones[:1], phones[1:]]] if phones else []
            sides.append([signs[:half], signs[half:]])
            phones, signs = [], [_grid(sides, [inner / 2, inner / 2], _right(24))]
        see = [Spacer(0, 6), self._said(tier.see, 10.5, 13)] if tier.see else []
        return [_grid([row], widths), *phones, *signs, *see]

    def _phone(self, when: str) -> Flowable:
        line = ("LINEBELOW", (0, 0), (-1, -1), 0.9, INK)
        return _grid([[self._said(when, 10, 12)]], None, line, _bottom(17))

    def _bullets(self, items: Sequence[str]) -> Iterator[Words]:
        style = self._style(12, 14.6, indent=13, after=2)
        bullet = f'<font name="Text-Heavy" color="{self._content.brand_ink}">•</font>'
        for item in items:
            yield Words(f"<bullet>{bullet}</bullet>{_marked(item)}", style)

    def _ticks(self, items: Sequence[str]) -> Iterator[Words]:
        style = self._style(12, 14.6, indent=20, after=3)
        for item in items:
            yield Tick(_marked(item), style)

    def _panel(self, told: Mapping[str, str]) -> Iterator[Flowable]:
        yield Spacer(0, 6)
        yield self._panel_head
        fields = list(zip(self._content.fields, self._labels, strict=True))
        pairs = zip(fields[:-1:2], fields[1::2], strict=True)
        rows = [[self._field(*one, told), "", self._field(*two, told)] for one, two in pairs]
        yield _grid(rows, [_WIDE * 0.67, _WIDE * 0.03, _WIDE * 0.3], _bottom(2))
        yield _grid([[self._field(*fields[-1], told)]], [_WIDE])

    def _field(self, field: Field, label: Words, told: Mapping[str, str]) -> list[Flowable]:
        style = self._style(12, 18, font="Personal")
        value = Paragraph(_escaped(told[field.slot]), style)
        rows = [[value], *[[""]] * (field.lines - 1)]
        lines = ("LINEBELOW", (0, 0), (-1, -1), 0.9, INK)
        return [label, Table(rows, None, 18, style=[*_BARE, lines])]

    def _run(self, setting: str, parts: Sequence[Part]) -> Iterator[Any]:
        if setting == "column":
            for row in content.side_by_side(parts):
                sides = [[one for part in side for one in self._column(part)] for side in row]
                yield _grid([sides], [_HALF + _GUTTER, _HALF], _right(_GUTTER, to=0), above=6)
        for part in parts if setting != "column" else ():
            if any(isinstance(block, content.Schedule) for block in part.blocks):
                yield self._dated(part)
            elif setting == "hanging":
                yield self._hung(part, {})
            else:
                yield from [Spacer(0, 6), self._head(part.heading, part.sources, _WIDE)]
                yield from self._body(part, _WIDE, {})

    def _dated(self, part: Part) -> Callable[[Mapping[str, str]], Flowable]:
        return lambda told: self._hung(part, told)

    def _hung(self, part: Part, told: Mapping[str, str]) -> Flowable:
        body = list(self._body(part, 372, told))
        return self._hanging(part.heading, part.sources, part.notes, body)

    def _hanging(
        self, heading: str, sources: str, notes: Sequence[tuple[str, str]], body: list[Flowable]
    ) -> Flowable:
        rule = ("LINEABOVE", (0, 0), (-1, 0), 0.75, RULE)
        left = [self._heading(heading), self._small(sources), *map(self._note, notes)]
        return _grid([[left, body]], [AXIS, 372], rule, _right(_GUTTER, to=0), _top(2), above=6)

    def _note(self, note: tuple[str, str]) -> Words:
        ink = f'<b><font color="#15191d">{note[0]}</font></b>'
        return self._said(f"{ink}: {note[1]}", 10, 12.2, ink=INK_2, before=3)

    def _head(self, heading: str, sources: str, width: float) -> Flowable:
        rule = ("LINEABOVE", (0, 0), (-1, 0), 0.75, RULE)
        row = [self._heading(heading), self._small(sources, alignment=2, before=4)]
        wide = min(pdfmetrics.stringWidth(heading, "Text-Heavy", 14.5) + 2, width * 0.87)
        widths = [wide, width - wide]
        return _grid([row], widths, rule, _top(3), _bottom(2))

    def _column(self, part: Part) -> Iterator[Flowable]:
        yield self._head(part.heading, part.sources, _HALF)
        yield from self._body(part, _HALF, {})
        bar = ("LINEBEFORE", (0, 0), (-1, -1), 2, HAIR)
        if part.notes:
            yield _grid([[self._note(note)] for note in part.notes], [_HALF], bar, _left(8))
        yield Spacer(0, 7)

    def _body(self, part: Part, width: float, told: Mapping[str, str]) -> Iterator[Flowable]:
        for block in part.blocks:
            yield from self._block(block, width, told)

    def _block(
        self, block: content.Block, width: float, told: Mapping[str, str]
    ) -> Iterator[Flowable]:
        match block:
            case content.Words():
                yield self._paragraph(block)
            case content.Items():
                yield from (self._ticks if block.ticks else self._bullets)(block.items)
            case content.Tier():
                yield self._tier(block)
            case content.Chances():
                yield self._chances(block)
            case content.Schedule():
                yield from self._schedule(block, told)
            case content.Code():
                yield self._code(block, width)
            case content.Lines():
                lines = ("LINEBELOW", (0, 0), (-1, -1), 0.9, INK)
                yield Table([[""]] * block.count, [width], 25.2, style=[*_BARE, lines])
            case content.TeachBack():
                yield from self._teach_back(block)

    def _paragraph(self, block: content.Words) -> Flowable:
        match block.look:
            case "lead":
                accent = ("LINEBEFORE", (0, 0), (0, 0), 4, self._ink)
                return _grid([[self._said(block.text)]], [372], accent, _left(12), above=5)
            case "caption":
                return self._said(block.text, font="Text-Bold", after=4)
            case "label":
                return self._said(block.text, 10.5, 13, ink=INK_2)
            case _:
                return self._said(block.text, after=3)

    def _chances(self, block: content.Chances) -> Flowable:
        cells = list[Any]()
        for arm in block.arms:
            count = self._heading(str(arm.count), 32, 34)
            crowd = Drawn(102, 102, drawings.crowd(arm.count, self._ink))
            cells += [crowd, [count, self._said(arm.who)]]
        return _grid([cells], [110, 76, 110, 76])

    def _schedule(self, block: content.Schedule, told: Mapping[str, str]) -> Iterator[Flowable]:
        yield Drawn(block.view.line.width, 54, drawings.timeline(block.view, self._ink))
        yield self._said(block.label, 10, 11.5, ink=INK_2)
        style = self._style(10, 13, font="Personal", indent=16)
        days = [Tick(_escaped(told[f"visits-{n}"]), style) for n in range(3)]
        yield _grid([days[:2], [days[2], ""]], [186, 186], _bottom(2))

    def _code(self, block: content.Code, width: float) -> Flowable:
        texts = [self._said(text, after=3) for text in block.texts]
        return _grid([[Drawn(88, 88, drawings.code(block.modules)), texts]], [94, width - 94])

    def _teach_back(self, block: content.TeachBack) -> Iterator[Flowable]:
        heads = [self._said(column, font="Text-Bold") for column in block.columns]
        boxes = [Drawn(12, 12, lambda canvas: drawings.box(canvas, 0.5, -1.5, 11))] * 3
        rows = [heads, *([self._said(question), *boxes] for question in block.questions)]
        lines = ("LINEBELOW", (0, 0), (-1, -1), 0.5, RULE)
        head = ("LINEBELOW", (0, 0), (-1, 0), 1.5, INK)
        yield _grid(rows, [210, 98, 98, 98], lines, head, _top(3), _bottom(3))
        blanks = [self._said(line, 10.5, 13, ink=INK_2) for line in block.lines]
        for row, widths in ((blanks[:1], [_WIDE]), (blanks[1:], [_WIDE / 3] * 3)):
            yield _grid([row], widths, ("LINEBELOW", (0, 0), (-1, -1), 0.9, INK), _bottom(17))

    def _sources(self) -> Iterator[Flowable]:
        heading, about = self._content.sources
        yield from [PageBreak(), self._head(heading, "", _WIDE)]
        yield self._said(about, 10.5, 13.5, after=3)
        style = self._style(9.5, 11.5, indent=22, after=0.25)
        listed = [
            Words(f'<bullet><font name="Text-Bold">{number}.</font></bullet>{_marked(cite)}', style)
            for number, cite in enumerate(map(_escaped, self._content.cited), 1)
        ]
        half = -(-len(listed) // 2)
        sides = [listed[:half], listed[half:]]
        yield _grid([sides], [_HALF + _GUTTER, _HALF], _right(_GUTTER, to=0))


def _style(
    size: float = 12,
    line: float = 14.6,
    *,
    font: str = "Text",
    ink: Any = INK,
    indent: float = 0,
    before: float = 0,
    after: float = 0,
    alignment: int = 0,
) -> ParagraphStyle:
    return ParagraphStyle(
        "",
        fontName=font,
        fontSize=size,
        leading=line,
        textColor=ink,
        leftIndent=indent,
        spaceBefore=before,
        spaceAfter=after,
        alignment=alignment,
        bulletFontName="Text",
        bulletFontSize=size,
    )


def _grid(
    rows: Sequence[Sequence[Any]],
    widths: Sequence[float] | None,
    *styles: tuple[Any, ...],
    above: float = 0,
) -> Table:
    return Table(rows, widths, style=[*_BARE, *styles], spaceBefore=above, hAlign="LEFT")


def _top(points: float) -> tuple[Any, ...]:
    return ("TOPPADDING", (0, 0), (-1, -1), points)


def _bottom(points: float) -> tuple[Any, ...]:
    return ("BOTTOMPADDING", (0, 0), (-1, -1), points)


def _left(points: float) -> tuple[Any, ...]:
    return ("LEFTPADDING", (0, 0), (-1, -1), points)


def _right(points: float, *, to: int = -1) -> tuple[Any, ...]:
    return ("RIGHTPADDING", (0, 0), (to, -1), points)


def _marked(html: str) -> str:
    """A line of our HTML as platypus marks it up."""
    bold = html.replace("<strong>", "<b>").replace("</strong>", "</b>")
    return bold.replace('<span class="whole">', "<nobr>").replace("</span>", "</nobr>")


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")
