"""What a worker of a batch does: it makes some orders, or compares some with their full prints."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from handouts.booklet import booklet
from handouts.handout import Handout
from handouts.library import Library
from handouts.machine import spill
from handouts.orders import BOOKLET, Order
from handouts.plates import Personal, Stamped
from handouts.press import Document
from handouts.problems import ContentError, Problem
from handouts.protect import locked
from handouts.workers import Bench, opened


@dataclass(frozen=True)
class Printed:
    """What a worker made of an order: a file beside its place, or what is wrong with the order."""

    part: str | None
    pages: int = 0
    bytes: int = 0
    sha256: str = ""
    route: str = ""
    problems: tuple[Problem, ...] = ()


_Made = Document | Stamped | ContentError


def make(
    bench: Bench, orders: Sequence[Order], folder: Path, stamps: bool, locks: bool
) -> list[Printed]:
    """What a worker makes of some orders, stamped where it may and can, locked where it has to."""
    station = opened(bench)
    print_ = station.plates.print if stamps else station.press.print
    # All are stamped before the first is written: writing takes what a processor has at hand.
    made = [_made(print_, job_of(station.library, order, bench.day)) for order in orders]
    return [_written(order, one, folder, locks) for order, one in zip(orders, made, strict=True)]


def _made(print_: Callable[[Personal], Document | Stamped], job: Personal) -> _Made:
    try:
        return print_(job)
    except ContentError as error:
        return error


def _written(order: Order, made: _Made, folder: Path, locks: bool) -> Printed:
    """The file beside its place, whole, or what keeps it from being printed."""
    if isinstance(made, ContentError):
        return Printed(None, problems=made.problems)
    password = order.patient.password if locks else None
    parts = (locked(made.pdf, password),) if password else made.parts
    told = hashlib.sha256(*parts).hexdigest() if password else made.sha256
    part = f"{folder}/.{order.name}.part"
    spill(part, *parts)
    return Printed(part, made.pages, sum(map(len, parts)), told, made.route)


def compare(bench: Bench, orders: Sequence[Order], copies: int) -> str:
    """Whether so many of these are stamped the `same` as they print; `full`: none is stamped."""
    station = opened(bench)
    jobs = (job_of(station.library, order, bench.day) for order in orders)
    verdicts = (station.plates.proof(job) for job in jobs)
    told = list(islice((verdict for verdict in verdicts if verdict is not None), copies))
    if not all(told):
        return "differs"
    return "same" if told else "full"


def job_of(library: Library, order: Order, day: date) -> Personal:
    if order.text == BOOKLET:
        return booklet(library, order.language, day, patient=order.patient, edition=order.edition)
    text = library.text(order.text, order.language)
    return Handout(text, library.clinic, day, order.patient, order.edition)
