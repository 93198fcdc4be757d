"""The fast path: each person's words set into a job that was printed once with blanks.

A copy is the whole plate, which is the same for everybody, and an incremental update (ISO 32000-1,
7.5.6) with the few objects that hold a person's words. What these say is what a full print of that
person says, operator by operator; what cannot be stamped so is printed in full.
"""

import contextlib
import gc
import hashlib
import re
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any, ClassVar

import pydyf

from handouts.booklet import Booklet
from handouts.clinic import Patient, PersonalField
from handouts.handout import Handout
from handouts.likeness import same
from handouts.moulds import Line, Mould, Place, Refused
from handouts.press import Document, Press
from handouts.problems import ContentError
from handouts.slots import Asked, Blank, Slot
from handouts.typesetting import EMPTY, SetLine, Unfit

#: What can be printed for one person.
Personal = Handout | Booklet

# The kinds of fields whose few values a template may ask for: each has plates of its own.
_WHOLE = ("choice", "yes/no")

# Enough for whatever many people have in common, and little to hold.
_KEPT = 2000

#: Objects of a PDF, by their numbers.
Objects = tuple[tuple[int, bytes], ...]


@dataclass(frozen=True)
class Plate:
    """A job printed with nobody's words in it, and what says them in their places.

    `size` counts its objects; `trailer` is what each copy's trailer says but for its own mark.
    """

    document: Document
    places: tuple[tuple[Slot, Callable[[Any], Objects]], ...]
    size: int
    trailer: bytes

    @cached_property
    def told(self) -> Any:
        """The hash of its bytes, to be gone on with."""
        return hashlib.sha256(self.document.pdf)


def whole(patient: Patient, fields: Mapping[str, PersonalField]) -> tuple[Any, ...]:
    """What of a person is part of a plate itself: choices, and how many dates there are."""
    return tuple(_whole(field, patient.values.get(name)) for name, field in fields.items())


def _whole(field: PersonalField, value: Any) -> object:
    if field.kind == "dates":
        return len(value or ())
    return value if field.kind in _WHOLE else None


def make_plate(press: Press, job: Personal, fields: Mapping[str, PersonalField]) -> Plate | None:
    """The plate for all jobs of this one's shape; None where each of them is printed in full."""
    slots: list[Slot] = []
    mould = Mould(slots)
    patient = _blank(job.patient or Patient(), fields, slots)
    try:
        document = press.print(replace(job, patient=patient), mould)
        mould.close()
    except (Asked, ContentError, Refused, Unfit):
        return None
    size = len(mould.pdf.objects)
    places = tuple((place.slot, _sayer(place)) for place in mould.places)
    plate = Plate(document, places, size, _trailer(document.pdf))
    trials = _trials(plate, job, fields) if press.is_of_a_clinic else ()
    return plate if all(_is_as_printed(press, plate, trial) for trial in trials) else None


def _trials(plate: Plate, job: Personal, fields: Mapping[str, PersonalField]) -> Iterator[Personal]:
    """The job for somebody with nothing filled in, and with all that has room.

    A clinic's own template or style may do with one value what it does not do with another.
    """
    says: dict[str, list[Callable[[Any], Objects]]] = {}
    for slot, say in plate.places:
        if slot.turn is None:
            says.setdefault(slot.field, []).append(say)
    values = job.patient.values if job.patient else {}
    empty = {name: value for name, value in values.items() if name not in says}
    full = {name: _most(fields[name], said) for name, said in says.items()}
    yield replace(job, patient=Patient(empty))
    yield replace(job, patient=Patient(empty | full))


def _most(field: PersonalField, says: Sequence[Callable[[Any], Objects]]) -> Any:
    """As many words as have room; or the day that takes most of it."""
    if field.kind == "date and time":
        return datetime(2026, 9, 30, 10, 30)
    if field.kind == "date":
        return date(2026, 9, 30)
    words = ""
    with contextlib.suppress(Unfit):
        while len(words) + len(_WORD) <= field.most:
            for say in says:
                say((words + _WORD).strip())
            words += _WORD
    return words.strip()


_WORD = "anna "


def _is_as_printed(press: Press, plate: Plate, job: Personal) -> bool:
    try:
        stamped = stamp(plate, job)
        return stamped is not None and same(stamped.pdf, press.print(job).pdf)
    except ContentError:
        return False


def _blank(patient: Patient, fields: Mapping[str, PersonalField], slots: list[Slot]) -> Patient:
    """Somebody of whom nothing is known but what is part of the plate."""
    values: dict[str, Any] = {}
    for (name, field), known in zip(fields.items(), whole(patient, fields), strict=True):
        if field.kind == "dates":
            values[name] = tuple(Blank(slots, name, turn) for turn in range(known))
        else:
            values[name] = known if field.kind in _WHOLE else Blank(slots, name)
    return Patient(values)


# How a PDF says what it begins with, as its own mark, and where its own objects are listed.
_TRAILER = re.compile(rb"(/Root \d+ 0 R/Info \d+ 0 R/ID \[\(\w+\)) \(\w+\)\]")
_LISTED = re.compile(rb"startxref\n(\d+)\n%%EOF\n\Z")


def _trailer(pdf: bytes) -> bytes:
    """What the trailer of an update says, but for the mark of its copy (ISO 32000-1, 14.4)."""
    (told,), (listed,) = _TRAILER.findall(pdf), _LISTED.findall(pdf)
    return b"/Prev %s%s" % (listed, told)


@dataclass(frozen=True)
class Stamped:
    """A stamped copy: a document whose bytes are those of its plate, and what it says anew."""

    name: str
    plate: Plate
    update: bytes
    route: ClassVar[str] = "plate"

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return self.plate.document.pages

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to tell of it."""
        return self.plate.document.warnings

    @property
    def parts(self) -> tuple[bytes, ...]:
        """The bytes, in the parts in which they are kept."""
        return self.plate.document.pdf, self.update

    @property
    def pdf(self) -> bytes:
        """The bytes."""
        return b"".join(self.parts)

    @property
    def sha256(self) -> str:
        """The hash of the bytes, in hexadecimal digits; that of the plate is known."""
        told = self.plate.told.copy()
        told.update(self.update)
        return str(told.hexdigest())


def stamp(plate: Plate, job: Personal) -> Stamped | None:
    """The copy of a job of the plate's shape; None where it has to be printed in full."""
    values = job.patient.values if job.patient else {}
    try:
        objects = [one for slot, say in plate.places for one in say(slot.value(values))]
    except Unfit:
        return None
    return Stamped(job.name, plate, _update(plate, sorted(objects), len(plate.document.pdf)))


def _sayer(place: Place) -> Callable[[Any], Objects]:
    """What says a value in that place; it remembers what many people have in common."""

    @lru_cache(_KEPT)
    def say(value: Any) -> Objects:
        lines = place.setter.set(place.slot.tell(value), place.width)
        if len(lines) > len(place.lines):
            raise Unfit
        empty = [EMPTY] * (len(place.lines) - len(lines))
        spots = zip(place.lines, [*lines, *empty], strict=True)
        return tuple(one for spot, line in spots for one in _objects(spot, line))

    return say


def _objects(spot: Line, line: SetLine) -> Iterator[tuple[int, bytes]]:
    """What says the words on that line."""
    drawn = b"BT\n%s%s\nET" % (spot.head, line.operators) if line.operators else b"BT\nET"
    yield spot.number, _DRAWN % (spot.number, len(drawn), drawn)
    if line.spelt:
        spelt = pydyf.String(line.text).data
        yield spot.element, _SPELT % (spot.element, spot.tag, spelt)


_DRAWN = b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n"
_SPELT = b"%d 0 obj\n%s/ActualText %s>>\nendobj\n"


def _update(plate: Plate, objects: Sequence[tuple[int, bytes]], start: int) -> bytes:
    """The objects, and a stream that lists where they are."""
    said = [one for _, one in objects]
    *places, end = accumulate(map(len, said), initial=start)
    listed = b"".join([struct.pack(">BIB", 1, place, 0) for place in (*places, end)])
    numbers = b"".join([b"%d 1 " % number for number, _ in objects])
    own = hashlib.md5(b"".join(said), usedforsecurity=False).hexdigest().encode()
    told = numbers, plate.size, plate.size + 1, plate.trailer, own, len(listed), listed, end
    return b"".join([*said, _LIST % (plate.size, *told)])


_LIST = b"""%d 0 obj
<</Type /XRef/W [1 4 1]/Index [%s%d 1]/Size %d%s (%s)]/Length %d>>
stream
%s
endstream
endobj
startxref
%d
%%%%EOF
"""


_STREAM = re.compile(rb"(\d+) 0 obj\n<</Length (\d+)>>\nstream\n")


def parted(copy: bytes) -> tuple[bytes, dict[int, bytes]]:
    """The plate of a copy, and what the copy's own streams draw, by number; of a full print, it."""
    listed = copy.rindex(b"/Type /XRef")
    before = _EARLIER.search(copy, listed)
    if before is None:
        return copy, {}
    end = copy.index(_EOF, int(before[1])) + len(_EOF)
    streams = _STREAM.finditer(copy, end, listed)
    return copy[:end], {int(one[1]): copy[one.end() : one.end() + int(one[2])] for one in streams}


_EARLIER = re.compile(rb"/Prev (\d+)")
_EOF = b"%%EOF\n"


class Plates:
    """The plates of a press, each made when a job of its shape is first printed."""

    def __init__(self, press: Press, fields: Mapping[str, PersonalField]) -> None:
        self._press, self._fields = press, fields
        self._made: dict[tuple[object, ...], Plate | None] = {}

    def print(self, job: Personal) -> Document | Stamped:
        """The job, stamped where that can be; ContentError tells all mistakes."""
        return self.stamped(job) or self._press.print(job)

    def stamped(self, job: Personal) -> Stamped | None:
        """The job stamped; None where it has to be printed in full."""
        plate = self._plate(job)
        return stamp(plate, job) if plate else None

    def _plate(self, job: Personal) -> Plate | None:
        shape = job.name, job.day, *whole(job.patient or Patient(), self._fields)
        if shape not in self._made:
            self._made[shape] = make_plate(self._press, job, self._fields)
            # What a print has left is looked through once, and not again for each few copies.
            gc.collect()
            gc.freeze()
        return self._made[shape]

    def proof(self, job: Personal) -> bool | None:
        """Whether the job stamped is the job printed in full; None where it cannot be stamped."""
        plate = self._plate(job)
        if plate is None or stamp(plate, job) is None:
            return None
        return _is_as_printed(self._press, plate, job)
