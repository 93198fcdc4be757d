"""What a check of pages looks at: one printed PDF as a reader has it, letters, tags and links.

The file itself is read, by another engine than the one that made it.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from handouts.checks.finding import Finding, Severity
from handouts.library import Library
from handouts.model import Text
from handouts.problems import Place, shortened
from handouts.views import Job

Colour = tuple[int, int, int]

# Dots an inch of the drawing in which the ground of a letter is looked up.
_DOTS = 100
# By how much two colours differ that are seen as two, and how much of a word is ground at least.
_SHADE = 12
_SOME = 0.15
# Kinds of structure elements that hold a heading.
HEADING = re.compile(r"H[1-6]")


@dataclass(frozen=True)
class Box:
    """A rectangle in points, from the lower left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float

    def __or__(self, other: "Box") -> "Box":
        """The least rectangle around both."""
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )


@dataclass(frozen=True)
class Run:
    """Letters of one size and colour on one line: `size` in points; `mark` is none of furniture."""

    words: str
    size: float
    ink: Colour
    # How much of its ground shows through it: 1 is none.
    cover: float
    box: Box
    mark: int | None


@dataclass
class Element:
    """A structure element as far as it stands on one page.

    `marks` are the marked contents directly below it; `begun` tells that what stands first in it is
    not on this page.
    """

    kind: str
    alt: str
    children: list["Element"] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    begun: bool = False

    def within(self) -> Iterator["Element"]:
        """The element and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.within()

    @cached_property
    def all_marks(self) -> list[int]:
        """The marked contents below it, however deep."""
        return [mark for one in self.within() for mark in one.marks]


class Leaf:
    """One page of a proof; `number` counts from 1, and lengths are points."""

    def __init__(self, page: pypdfium2.PdfPage, number: int) -> None:
        self._page, self.number = page, number
        self.width, self.height = page.get_size()

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """All letters on it, in the order in which they are drawn."""
        text = self._page.get_textpage()
        kinds = [pdfium.FPDF_PAGEOBJ_TEXT]
        found = (_run(one, text) for one in self._page.get_objects(filter=kinds, max_depth=1))
        return tuple(run for run in found if run.words.strip())

    @cached_property
    def inner_words(self) -> str:
        """Letters in a part of the page that is drawn as a whole, such as a picture."""
        text, kinds = self._page.get_textpage(), [pdfium.FPDF_PAGEOBJ_TEXT]
        found = self._page.get_objects(filter=kinds, max_depth=9)
        return "".join(_words(one, text) for one in found if one.level).strip()

    @cached_property
    def drawings(self) -> tuple[Box, ...]:
        """Where lines, shapes and pictures are."""
        kinds = [pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE]
        found = self._page.get_objects(filter=kinds, max_depth=1)
        return tuple(Box(*one.get_bounds()) for one in found)

    @cached_property
    def foot(self) -> tuple[Run, ...]:
        """The furniture at its foot."""
        low = 0.25 * self.height
        return tuple(run for run in self.runs if run.mark is None and run.box.top < low)

    @cached_property
    def said(self) -> dict[int, list[Run]]:
        """What a voice reads, by the mark of its content."""
        found: dict[int, list[Run]] = {}
        for run in self.runs:
            if run.mark is not None:
                found.setdefault(run.mark, []).append(run)
        return found

    @cached_property
    def tree(self) -> Element:
        """The structure elements that have something on this page, below one of their own."""
        top = Element("", "")
        tree = pdfium.FPDF_StructTree_GetForPage(self._page.raw)
        if tree:
            for i in range(pdfium.FPDF_StructTree_CountChildren(tree)):
                top.children.append(_element(pdfium.FPDF_StructTree_GetChildAtIndex(tree, i)))
            pdfium.FPDF_StructTree_Close(tree)
        return top

    @cached_property
    def links(self) -> tuple[str, ...]:
        """The addresses that its links lead to outside of the file."""
        return tuple(_links(self._page))

    @cached_property
    def _drawn(self) -> Image.Image:
        image: Image.Image = self._page.render(scale=_DOTS / 72).to_pil().convert("RGB")
        return image

    def ground(self, run: Run) -> Colour:
        """The colour that the letters stand on: the commonest there that is not their own."""
        box = run.box
        left, right = (round(x * _DOTS / 72) for x in (box.left - 1, box.right + 1))
        top, bottom = (round((self.height - y) * _DOTS / 72) for y in (box.top + 1, box.bottom - 1))
        part = self._drawn.crop((left, top, right, bottom))
        counts: Any = part.getcolors(part.width * part.height) or [(1, (255, 255, 255))]
        others = [one for one in counts if not _alike(one[1], run.ink)]
        # Where hardly anything else is there, it stands on its own colour.
        enough = sum(count for count, _ in others) > _SOME * part.width * part.height
        colour: Colour = max(others if enough else counts)[1]
        return colour

    def drawn_grey(self, dots: int) -> Image.Image:
        """The page as a printer without colours has it, at so many dots an inch."""
        image: Image.Image = self._page.render(scale=dots / 72, grayscale=True).to_pil()
        return image

    def words_of(self, element: Element) -> str:
        """What the element says on this page."""
        return "".join(run.words for mark in element.all_marks for run in self.said.get(mark, ()))

    def box_of(self, marks: Sequence[int]) -> Box | None:
        """The least rectangle around what has these marks; None where that is no letter."""
        boxes = [run.box for mark in marks for run in self.said.get(mark, ())]
        whole = boxes[0] if boxes else None
        for box in boxes[1:]:
            whole = whole | box if whole else box
        return whole


class Proof:
    """One printed PDF, with the job that it is of: what should be on it."""

    def __init__(self, library: Library, job: Job, pdf: bytes) -> None:
        self.library, self.job, self.pdf = library, job, pdf
        self._file = pypdfium2.PdfDocument(pdf)
        self.labels = library.labels[job.language]

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Its pages."""
        return tuple(Leaf(page, number) for number, page in enumerate(self._file, 1))

    @cached_property
    def first_of_sources(self) -> int:
        """The page on which the list of sources begins; one past the last where there is none."""
        heading = "".join(self.labels["sources"].split())
        # The last such heading: a text may have a section of that name, too.
        for leaf in reversed(self.leaves):
            for one in leaf.tree.within():
                if HEADING.fullmatch(one.kind) and "".join(leaf.words_of(one).split()) == heading:
                    return leaf.number
        return len(self.leaves) + 1

    @cached_property
    def _pages(self) -> Sequence[pypdf.PageObject]:
        return pypdf.PdfReader(BytesIO(self.pdf)).pages

    @cached_property
    def veils(self) -> tuple[bool, ...]:
        """Whether something on a page is drawn half transparent, page by page."""
        found: Any = (page["/Resources"].get_object() for page in self._pages)
        states = (one.get("/ExtGState", {}).values() for one in found)
        return tuple(any(one.get_object().get("/ca", 1) < 1 for one in page) for page in states)

    @cached_property
    def streams(self) -> tuple[bytes, ...]:
        """What draws each page."""
        found = (page.get_contents() for page in self._pages)
        # None, not false: a stream without keys counts as empty.
        return tuple(b"" if one is None else one.get_data() for one in found)

    @property
    def text(self) -> Text:
        """Whose file a finding names: the text's; of a booklet that of its first one."""
        return self.job.texts[0]

    def finding(
        self, rule: str, severity: Severity, leaf: Leaf | None, message: str, hint: str = ""
    ) -> Finding:
        """A finding on that page, or on the whole."""
        page = leaf.number if leaf else None
        path = self.library.places[self.text.id, self.text.language].path
        told = f"{self.job.name}: {message}"
        return Finding(rule, severity, Place(path), told, hint, page=page)


def _alike(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) < _SHADE for a, b in zip(one, other, strict=True))


def quoted(words: str) -> str:
    """Words of a page, as a finding names them."""
    return f"“{shortened(words, 40)}”"


def _run(found: pypdfium2.PdfObject, text: pypdfium2.PdfTextPage) -> Run:
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(found.raw, size)
    matrix = found.get_matrix()
    mark = pdfium.FPDFPageObj_GetMarkedContentID(found.raw)
    ink = _ink(found)
    return Run(
        words=_words(found, text),
        size=round(size.value * (matrix.b**2 + matrix.d**2) ** 0.5, 2),
        ink=ink[:3],
        cover=ink[3] / 255,
        box=Box(*found.get_bounds()),
        mark=mark if mark >= 0 else None,
    )


def _words(found: pypdfium2.PdfObject, text: pypdfium2.PdfTextPage) -> str:
    length = pdfium.FPDFTextObj_GetText(found.raw, text.raw, None, 0)
    words = ctypes.create_string_buffer(length)
    place = ctypes.cast(words, ctypes.POINTER(pdfium.FPDF_WCHAR))
    pdfium.FPDFTextObj_GetText(found.raw, text.raw, place, length)
    return words.raw.decode("utf-16-le", "replace").rstrip("\0")


def _ink(found: pypdfium2.PdfObject) -> tuple[int, int, int, int]:
    """Red, green, blue and how much they cover."""
    parts = [ctypes.c_uint() for _ in "rgba"]
    pdfium.FPDFPageObj_GetFillColor(found.raw, *parts)
    red, green, blue, alpha = (part.value for part in parts)
    return red, green, blue, alpha


def _element(raw: Any) -> Element:
    kind, alt = pdfium.FPDF_StructElement_GetType, pdfium.FPDF_StructElement_GetAltText
    element = Element(_told(kind, raw), _told(alt, raw))
    for i in range(pdfium.FPDF_StructElement_CountChildren(raw)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(raw, i)
        mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(raw, i)
        if child:
            element.children.append(_element(child))
        elif mark >= 0:
            element.marks.append(mark)
        elif i == 0:
            element.begun = True
    return element


def _told(ask: Any, raw: Any) -> str:
    length = ask(raw, None, 0)
    words = ctypes.create_string_buffer(max(length, 2))
    ask(raw, words, length)
    return words.raw.decode("utf-16-le", "replace").rstrip("\0")


def _links(page: pypdfium2.PdfPage) -> Iterator[str]:
    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    while pdfium.FPDFLink_Enumerate(page.raw, position, link):
        action = pdfium.FPDFLink_GetAction(link)
        if action and pdfium.FPDFAction_GetType(action) == pdfium.PDFACTION_URI:
            length = pdfium.FPDFAction_GetURIPath(page.pdf.raw, action, None, 0)
            words = ctypes.create_string_buffer(length)
            pdfium.FPDFAction_GetURIPath(page.pdf.raw, action, words, length)
            yield words.value.decode("utf-8", "replace")
