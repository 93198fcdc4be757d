"""What ReportLab draws on the sheet: icons and figures, and the foot of all pages."""

from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from ways.content import Content

INK, INK_2, RULE, HAIR = map(HexColor, ("#15191d", "#3f464e", "#8a9199", "#b9bec4"))
#: Where the main column begins.
AXIS = 132.0


def box(canvas: Canvas, x: float, y: float, size: float) -> None:
    """Draw a box to tick."""
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(1)
    canvas.rect(x, y, size, size)


def _polygon(points: Sequence[tuple[float, float]]) -> PDFPathObject:
    path = PDFPathObject()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    return path


_OCTAGON = _polygon([(7, 0), (16, 0), (23, 7), (23, 16), (16, 23), (7, 23), (0, 16), (0, 7)])
_TRIANGLE = _polygon([(1, 2), (22, 2), (11.5, 21)])


def _stop(canvas: Canvas) -> None:
    canvas.setFillColor(HexColor("#9b1616"))
    canvas.drawPath(_OCTAGON, stroke=0, fill=1)
    _mark(canvas, white, 10)


def _warning(canvas: Canvas) -> None:
    canvas.setStrokeColor(HexColor("#6b4300"))
    canvas.setLineWidth(2.2)
    canvas.drawPath(_TRIANGLE)
    _mark(canvas, HexColor("#6b4300"), 8)


def _mark(canvas: Canvas, ink: Any, base: float) -> None:
    canvas.setFillColor(ink)
    canvas.rect(10.3, base - 1, 2.4, 8, stroke=0, fill=1)
    canvas.circle(11.5, base - 3.6, 1.5, stroke=0, fill=1)


def _clock(canvas: Canvas) -> None:
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(2)
    canvas.circle(11.5, 11.5, 9.6)
    canvas.lines([(11.5, 18, 11.5, 11), (11.5, 11, 15.7, 8.3)])


ICONS = {"emergency": _stop, "now": _warning, "office": _clock}


def crowd(count: int, ink: Any) -> Callable[[Canvas], None]:
    """An icon array of 100, ten a row, from the top left."""
    filled, empty = PDFPathObject(), PDFPathObject()
    for n in range(100):
        path = filled if n < count else empty
        x, y = n % 10 * 10.2, 102 - n // 10 * 10.2
        path.circle(x + 5, y - 2.9, 1.75)
        path.moveTo(x + 1.6, y - 9)
        path.curveTo(x + 1.6, y - 6.4, x + 2.9, y - 5, x + 5, y - 5)
        path.curveTo(x + 7.1, y - 5, x + 8.4, y - 6.4, x + 8.4, y - 9)
        path.close()

    def paint(canvas: Canvas) -> None:
        canvas.setLineWidth(0.6)
        canvas.setFillColor(ink)
        canvas.setStrokeColor(ink)
        canvas.drawPath(filled, fill=1)
        canvas.setStrokeColor(INK_2)
        canvas.drawPath(empty)

    return paint


def code(modules: Sequence[Sequence[int]]) -> Callable[[Canvas], None]:
    """A code to scan, 88 points wide."""
    side, path = 88 / len(modules), PDFPathObject()
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            if dark:
                path.rect(x * side, 88 - (y + 1) * side, side, side)

    def paint(canvas: Canvas) -> None:
        canvas.setFillColor(INK)
        canvas.drawPath(path, stroke=0, fill=1)

    return paint


def timeline(view: Any, ink: Any) -> Callable[[Canvas], None]:
    """The line of a schedule with its stops, from the left."""
    stops = list(zip(view.line.stops, view.labels, view.below, strict=True))

    def paint(canvas: Canvas) -> None:
        canvas.setStrokeColor(ink)
        canvas.setLineWidth(2)
        canvas.line(0, 37, view.line.solid_to, 37)
        canvas.setDash(1.5, 3)
        canvas.line(view.line.solid_to, 37, view.line.width, 37)
        canvas.setDash()
        for stop, label, below in stops:
            _stopped(canvas, stop.x, label, below)
            _squares(canvas, stop, ink)
        _stopped(canvas, view.line.solid_to, view.then, view.every)

    return paint


def _stopped(canvas: Canvas, x: float, label: str, below: str) -> None:
    canvas.setLineWidth(2)
    canvas.line(x + 1, 32, x + 1, 42)
    canvas.setFillColor(INK)
    canvas.setFont("Text-Bold", 12)
    canvas.drawString(x, 19, label)
    canvas.setFillColor(INK_2)
    canvas.setFont("Text", 10.5)
    canvas.drawString(x, 5.5, below)


def _squares(canvas: Canvas, stop: Any, ink: Any) -> None:
    canvas.setLineWidth(1)
    canvas.setFillColor(ink)
    for square in stop.squares:
        canvas.setDash(*(() if square.certain else (1.6, 1.2)))
        canvas.rect(stop.x + square.x, 44.4, 6.6, 8.6, fill=int(square.certain))
    canvas.setDash()


def numbered(content: Content) -> type[Canvas]:
    """A canvas that draws the foot of all pages when it knows how many there are."""
    hatch = [(x, 49.0, x + 17, 66.0) for x in range(37, 559, 6)]
    room = pdfmetrics.stringWidth(content.band, "Text-Bold", 10.5) + 16

    class Numbered(Canvas):
        def __init__(self, *told: Any, **more: Any) -> None:
            super().__init__(*told, **more)
            self._pages = list[dict[str, Any]]()

        def showPage(self) -> None:  # noqa: N802
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for page in self._pages:
                self.__dict__.update(page)
                self._foot(len(self._pages))
                super().showPage()
            super().save()

        def _foot(self, pages: int) -> None:
            # What every page has is drawn once in a document.
            if not self.hasForm("band"):
                self.beginForm("band")
                self._band()
                self.endForm()
            self.doForm("band")
            self.setFont("Text-Bold", 9.5)
            self.drawString(54, 36, content.identity)
            last = f"{content.page}{self._pageNumber}{content.page_of}{pages}"
            self.drawRightString(558, 36, last)
            self.setFont("Text", 9.5)
            self.setFillColor(INK_2)
            self.drawString(54 + AXIS, 36, content.imprint)

        def _band(self) -> None:
            self.saveState()
            self.setStrokeColor(INK)
            self.clipPath(_polygon([(54, 49), (558, 49), (558, 66), (54, 66)]), stroke=0)
            self.setLineWidth(0.75)
            self.lines(hatch)
            self.restoreState()
            self.setStrokeColor(INK)
            self.setLineWidth(1.2)
            self.lines([(54, 49, 558, 49), (54, 66, 558, 66)])
            self.setFillColor(white)
            self.rect(54 + AXIS - 8, 50, room, 15, stroke=0, fill=1)
            self.setFillColor(INK)
            self.setFont("Text-Bold", 10.5)
            self.drawString(54 + AXIS, 54, content.band)

    return Numbered
