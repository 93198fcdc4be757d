"""A print looked over before it leaves the press: boxes, links, letters, and what did not come."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes

from handouts import complaints
from handouts.fetcher import Refusal
from handouts.library import Library
from handouts.mentions import line_of, place_of
from handouts.problems import Place, Problem, shortened, shown
from handouts.reading import words_of
from handouts.views import Job

_LINKS = ("https", "http", "mailto", "tel")
_BY_HAND = ("data/*.yaml", "data/common/*.yaml", "data/glossary/*.yaml", "data/labels/*.yaml")
_OURS = ("templates/*.html", "styles/*.css")
_WRITTEN = (".yaml", ".html", ".css")
_LOOK = "look at the templates and styles"
#: What a browser does something with, and paper does not.
_NOT_ON_PAPER = (
    *("script", "iframe", "frame", "base", "audio", "video"),
    *("form", "input", "button", "select", "textarea"),
)


class Inspection:
    """What is wrong with one print, told by the files that are to blame."""

    def __init__(self, library: Library, job: Job) -> None:
        self._library = library
        self._job = job
        self._readings = [library.places[text.id, text.language] for text in job.texts]

    def of_page(self, html: weasyprint.HTML) -> Iterator[Problem]:
        """What stands in the page and does nothing on paper, or something nobody asked for."""
        for element in html.etree_element.iter():
            tag = str(element.tag).rpartition("}")[2].lower()
            refreshes = tag == "meta" and element.get("http-equiv", "").lower() == "refresh"
            if tag in _NOT_ON_PAPER or refreshes:
                place = self._place([f"<{tag}"])
                yield Problem(place, f"`<{tag}>` does nothing on paper", "take it out")
            if tag in ("a", "link", "area") and "attachment" in element.get("rel", "").lower():
                place = self._place(['"attachment"', "attachment"])
                message = "a handout carries no other file in it"
                yield Problem(place, message, "take out `rel=attachment`")

    def of_boxes(self, printed: weasyprint.Document) -> Iterator[Problem]:
        """Settle every personal field on its lines; a value that needs more is a mistake."""
        for element, pieces in _fields(printed).items():
            lines = int(element.get("data-lines"))
            standing = [line for piece in pieces for line in piece.children]
            words = "".join(element.itertext()).split()
            # What WeasyPrint finds no room for at a page's end it drops without a word.
            if any(map(_wider, pieces)) or _words(standing[:lines]) != words:
                # Where a clinic's own template names no field, its words may be a patient's.
                name = element.get("data-field")
                named = f"`{name}`" if name in self._library.fields else "a value"
                message = f"{named} does not fit its box: "
                message += f"{len(' '.join(words))} letters"
                yield Problem(
                    None, message, f"shorten it: the box has {lines} line{'s' * (lines > 1)}"
                )
            pieces[0].children = pieces[0].children[:lines]
            for line in pieces[0].children:
                # What holds nothing would be an empty element, here or there by the words.
                line.children = [part for part in line.children if any(_texts_of(part))]

    def of_links(self, printed: weasyprint.Document) -> Iterator[Problem]:
        """Links that lead to nothing a reader may follow."""
        anchors = {name for page in printed.pages for name in page.anchors}
        for kind, target, _, box in (link for page in printed.pages for link in page.links):
            href = target if box.element is None else box.element.get("href") or target
            if kind == "external" and target.partition(":")[0].lower() not in _LINKS:
                message = f"{self._link(href)} leads neither to the web, a mail address nor a phone"
                hint = "begin it with https://, mailto: or tel:"
                yield Problem(self._place([href, target]), message, hint)
            if kind == "internal" and target not in anchors:
                message = f"{self._link(href)} leads nowhere on the page"
                hint = "check its spelling, and that the part it names is printed"
                yield Problem(self._place([href, f"#{target}"]), message, hint)

    def _link(self, href: str) -> str:
        """What to call a link, whose address may be a patient's words."""
        return "a link" if self._job.patient else f"the link `{shortened(href)}`"

    def of_door(self, refused: Iterable[Refusal]) -> Iterator[Problem]:
        """Addresses that were not opened, at the line that mentions them."""
        for refusal in refused:
            last = refusal.url.rsplit("/", 1)[-1]
            place = self._place([refusal.url, last])
            if self._job.patient:
                yield Problem(place, refusal.quiet, _LOOK)
            else:
                yield Problem(place, refusal.message, refusal.hint)

    def of_log(
        self, records: Sequence[logging.LogRecord], refused: Iterable[Refusal] = ()
    ) -> Iterator[Problem]:
        """What WeasyPrint only logs but a page must not have, and the door has not told."""
        shut = {refusal.url for refusal in refused}
        letters = {str(r.args[0]) for r in records if isinstance(r.args, tuple) and _is_missing(r)}
        for letter in sorted(letters):
            yield self._missing_letter(letter)
        for record in records:
            if (complaint := complaints.told(record)) and complaint.address not in shut:
                yield self._told(complaint)

    def _told(self, complaint: complaints.Complaint) -> Problem:
        place = self._solved(complaint) or self._place(complaint.words)
        if self._job.patient:
            # What WeasyPrint complains of may be a patient's words in a clinic's own template.
            return Problem(place, complaint.quiet, _LOOK)
        return Problem(place, complaint.message, complaint.hint)

    def _solved(self, complaint: complaints.Complaint) -> Place | None:
        """Where a sheet takes the value by its name: all else in a sheet is told before a print."""
        number = complaint.line or 0
        sheets = [path for path in self._library.files if path.suffix == ".css"]
        for path in sheets if complaint.words and number else ():
            line = "".join(words_of(path).splitlines()[number - 1 : number])
            if "var(" in line and line_of(complaint.words[-1], line):
                return Place(shown(path), number)
        return None

    def _missing_letter(self, letter: str) -> Problem:
        values = self._job.patient.values if self._job.patient else {}
        for name, value in values.items():
            if isinstance(value, str) and letter in value:
                # The letter itself is the patient's: only the field is named.
                return Problem(None, f"`{name}` has a letter that no font here has")
        written = next(self._holding(letter), None)
        if values and not written:
            return Problem(None, "a value has a letter that no font here has")
        message = f"no font here has the letter `{letter}` (U+{ord(letter):04X})"
        return Problem(written or self._place([letter]), message, "write it another way")

    def _holding(self, letter: str) -> Iterator[Place]:
        """Where the texts themselves hold the letter."""
        for reading in self._readings:
            for loc, leaf in reading.leaves():
                if letter in str(leaf):
                    yield reading.place(loc)

    def _place(self, words: Sequence[str]) -> Place:
        return place_of(words, self._files) or Place(self._job.name)

    @cached_property
    def _files(self) -> Sequence[Path]:
        """Every file that the page is made of, the text first."""
        library = self._library
        texts = [Path(reading.path) for reading in self._readings]
        files = [*texts, Path(library.clinic_reading.path), *library.files]
        for folder in library.folders:
            files += [path for pattern in _BY_HAND for path in sorted(folder.glob(pattern))]
        files += [path for pattern in _OURS for path in sorted(library.folders[-1].glob(pattern))]
        return [path for path in files if path.suffix in _WRITTEN and path.name[0] != "."]


def _is_missing(record: logging.LogRecord) -> bool:
    return str(record.msg).startswith(".notdef")


def _fields(printed: weasyprint.Document) -> dict[Any, list[Any]]:
    """The boxes of every personal field, by its element.

    The template ends each value with blank lines, so that a box always holds the same number of
    lines, and pieces of marked content, whatever it says.
    """
    parts: dict[Any, list[Any]] = {}
    for page in printed.pages:
        # What stands out of the flow is drawn too.
        for box in page._page_box.descendants(placeholders=True):
            is_field = box.element is not None and box.element.get("data-field")
            if is_field and isinstance(box, boxes.BlockBox):
                # A value with too many lines may have run on to the next page.
                parts.setdefault(box.element, []).append(box)
    return parts


def _wider(box: Any) -> bool:
    return any(
        text.position_x + text.width - _hanging(text) > box.content_box_x() + box.width + 0.5
        for text in box.descendants(placeholders=True)
        if _is_text(text) and text.text.strip()
    )


def _hanging(text: Any) -> float:
    """How much of the words' width is the blank at which the next line begins: it may hang out."""
    return 0.3 * float(text.style["font_size"]) if text.text.endswith(" ") else 0.0


def _words(lines: Sequence[Any]) -> list[str]:
    texts = [box.text for line in lines for box in line.descendants() if _is_text(box)]
    return " ".join(texts).split()


def _texts_of(box: Any) -> Iterator[Any]:
    if _is_text(box):
        yield box
    for child in getattr(box, "children", ()):
        yield from _texts_of(child)


def _is_text(box: Any) -> bool:
    return isinstance(box, boxes.TextBox)
