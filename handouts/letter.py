"""What one person gets in one e-mail, as a plain value: copies in one language for one visit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from handouts.addresses import Address, address
from handouts.clinic import Mail, Patient
from handouts.orders import Demand, Failure, Order
from handouts.passwords import spelt
from handouts.problems import Problem

#: What opens the sheets of a letter: what stands in its row, a code of ours, the day of birth, or
#: nothing, where the person has agreed to that.
Key = Literal["password", "code", "birth_date", "nothing"]


@dataclass(frozen=True)
class Letter:
    """The copies that one person gets together, and where they go."""

    orders: tuple[Order, ...]
    address: Address
    key: Key

    @property
    def person(self) -> Patient:
        """Who gets it."""
        return self.orders[0].patient

    @property
    def language(self) -> str:
        """The language of its words and of its copies."""
        return self.orders[0].language

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows that asked for it, as a spreadsheet counts them."""
        return tuple(dict.fromkeys(order.row for order in self.orders))

    @property
    def visit(self) -> date | None:
        """The day of the visit that it is for, where one is known."""
        return _visit(self.person)

    def __str__(self) -> str:
        """Whose it is, without a word of who that is."""
        rows = ", ".join(map(str, self.rows))
        whose = f" ({self.person.ref})" if self.person.ref else ""
        return f"row{'s' * (len(self.rows) > 1)} {rows}{whose}"


def consent(person: Patient) -> str:
    """What the person has said to mail without a password: yes, no, or nothing."""
    return (person.consent or "").strip().lower()


def letters(orders: Iterable[Order], mail: Mail) -> tuple[list[Letter], list[Failure]]:
    """A letter for each person, language and visit; and rows whose letter would be at odds."""
    piles: dict[object, list[Order]] = {}
    for order in orders:
        piles.setdefault(_together(order), []).append(order)
    found, failures = list[Letter](), list[Failure]()
    for pile in piles.values():
        failures += (odd := list(_at_odds(pile)))
        if not odd:
            person = pile[0].patient
            found.append(Letter(tuple(pile), _address(person), _key(person, mail)))
    return found, failures


def _key(person: Patient, mail: Mail) -> Key:
    """What opens the sheets of that person's letter."""
    if consent(person) == "yes":
        return "nothing"
    return "password" if person.password else mail.passwords


def _together(order: Order) -> object:
    """What the orders of one letter have in common."""
    person = order.patient
    return _address(person).who, who(person), order.language, _visit(person)


def who(person: Patient) -> tuple[str, str]:
    """What tells people with one address apart: their marks, or else names and dates of birth."""
    if person.ref:
        return person.ref.lower(), ""
    return str(person.values.get("name", "")), str(person.values.get("birth_date", ""))


def _visit(person: Patient) -> date | None:
    when = person.values.get("appointment")
    return when.date() if isinstance(when, datetime) else when if isinstance(when, date) else None


def _address(person: Patient) -> Address:
    return address(person.email or "")


def _at_odds(pile: Iterable[Order]) -> Iterator[Failure]:
    """Each of these rows, where they do not agree how their one letter is to be locked."""
    rows = {order.row: order.patient for order in pile}
    told = {
        "consent": {consent(person) for person in rows.values()},
        "password": {person.password or "" for person in rows.values()},
    }
    for column, values in told.items():
        if len(values) > 1:
            where = " and ".join(map(str, rows))
            message = f"`{column}` differs in rows {where}, which are one letter"
            problem = Problem(None, message, "write the same into each")
            yield from (Failure(row, person.ref, (problem,)) for row, person in rows.items())
            return


def demands(mail: Mail) -> tuple[Demand, ...]:
    """What a row lacks to be mailed as the clinic mails."""

    def locked(person: Patient) -> Iterator[tuple[str, str]]:
        if consent(person):
            return
        if person.password:
            try:
                spelt(person.password)
            except ValueError as error:
                yield "`password` is not one that a PDF can be locked with", str(error)
        elif mail.passwords == "birth_date":
            if type(person.values.get("birth_date")) is not date:
                yield "`birth_date` is empty", "it opens the sheets; or write a `password`"
        elif not person.ref:
            yield "`ref` is empty", "your list of codes needs it; or write a `password`"

    return _reachable, _willing, locked


def _reachable(person: Patient) -> Iterator[tuple[str, str]]:
    try:
        address(person.email or "")
    except ValueError as error:
        yield f"`email` {error.args[0]}", error.args[1]


def _willing(person: Patient) -> Iterator[tuple[str, str]]:
    if consent(person) not in ("", "yes", "no"):
        yield "`consent` is neither yes nor no", "write yes or no, or leave it empty"
