"""The letters that a file of patients asks for, and the rows that cannot or may not be mailed."""

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from handouts.batch import Batch, Copy
from handouts.letter import Letter, consent, demands, letters
from handouts.library import Library
from handouts.mail import Ready, ready
from handouts.orders import COLUMNS, Failure, Orders
from handouts.outbox import Outbox
from handouts.problems import ContentError, Problem
from handouts.rows import Rows
from handouts.workers import Bench, pool


class Mailbag:
    """A file's letters, every row of which has been checked.

    `unwilling` are the letters to people who want none; `failures` the rows with mistakes, and
    `held_back` letters to the same people from other rows; `notes` what else somebody should know,
    and `drafts` the texts among the sheets that nobody has signed.
    """

    def __init__(self, library: Library, file: Path, language: str, day: date) -> None:
        rows = Rows(file, library.clinic.columns, (*COLUMNS, *library.fields))
        if "email" not in rows.columns:
            hint = "write the address of each person there"
            raise ContentError([Problem(rows.place(1), "there is no column `email`", hint)])
        self._orders = Orders(rows, library, language, demands(library.clinic.mail))
        told = list(self._orders)
        orders = (order for one in told if not isinstance(one, Failure) for order in one)
        found, odd = letters(orders, library.clinic.mail)
        self.failures = [*(one for one in told if isinstance(one, Failure)), *odd]
        self.unwilling = [one for one in found if consent(one.person) == "no"]
        self.letters = [one for one in found if consent(one.person) != "no"]
        self.notes = [*map(str, self._orders.notes), *_strange(self.letters, day)]
        self.drafts: Sequence[str] = ()
        self.held_back: list[Letter] = []

    def printed(
        self, outbox: Outbox, bench: Bench, folder: Path, jobs: int, seen: Callable[[int], None]
    ) -> list[Ready]:
        """The letters whose copies could all be printed, each with its own, not yet locked.

        `seen` is told of each copy that lies in the folder.
        """
        orders = [order for letter in self.letters for order in letter.orders]
        # To start another process takes as long as to print some.
        here = len(orders) <= _FEW
        batch = Batch(bench, folder, lambda: ThreadPoolExecutor(1) if here else pool(jobs), jobs)
        for order in orders:
            batch.expect(order)
        copies: dict[str, Copy] = {}
        for made in batch.copies(orders):
            seen(1)
            if isinstance(made, Copy):
                copies[made.path.stem] = made
            else:
                self.failures.append(made)
        self.notes += batch.warnings()
        self.drafts = sorted("-".join(one) for one in batch.drafts())
        if self.drafts:
            self.notes.append(f"each page of {', '.join(self.drafts)} says that it is a draft")
        return [
            ready(outbox, one, (copies[order.name] for order in one.orders))
            for one in self._whole(copies)
        ]

    def _whole(self, copies: Collection[str]) -> Iterator[Letter]:
        """The letters to people none of whose rows has a mistake: nobody gets the half of it."""
        rows = {failure.row for failure in self.failures}
        refs = {failure.ref.lower() for failure in self.failures if failure.ref}
        for one in self.letters:
            ref = one.person.ref
            if (
                all(order.name in copies for order in one.orders)
                and (ref or "").lower() not in refs
            ):
                yield one
            elif not rows & {*one.rows}:
                self.held_back.append(one)

    def mistakes(self) -> list[Problem]:
        """What is wrong with rows that could not be mailed, each at its place in the file."""
        ordered = sorted(self.failures, key=lambda failure: failure.row)
        return list(dict.fromkeys(one for failed in ordered for one in self._orders.placed(failed)))


def _strange(letters: Sequence[Letter], day: date) -> Iterator[str]:
    """What may be right, and may be a slip."""
    homes: dict[str, list[Letter]] = {}
    for one in letters:
        homes.setdefault(one.address.who, []).append(one)
        if one.visit and one.visit < day:
            yield f"{one}: the visit is over"
        if one.key == "password" and len(one.person.password or "") < _SHORT:
            yield f"{one}: its password has fewer than {_SHORT} letters, and is guessed in minutes"
    for same in homes.values():
        if len({one.person.ref or one.rows for one in same}) > 1:
            yield f"these share an address: {'; '.join(map(str, same))}"


# How many copies are printed by the command itself.
_FEW = 4
# A sheet can be tried out at home, some ten thousand passwords a second.
_SHORT = 8
