"""What one person gets in one e-mail, as a plain value: copies in one language for one visit."""

from collections.abc import Iterable, Iterator, Mapping
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
        when = self.person.values.get("appointment")
        return when.date() if isinstance(when, datetime) else when if type(when) is date else None

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
    who = person.ref.lower() if person.ref else _named(person.values)
    return _address(person).who, who, order.language, person.values.get("appointment")


def _named(values: Mapping[str, object]) -> tuple[object, ...]:
    return values.get("name"), values.get("birth_date")


def _address(person: Patient) -> Address:
    return address(person.email or "")


def _at_odds(pile: Iterable[Order]) -> Iterator[Failure]:
    """Each of these rows, where they do not agree how their one letter is to be locked."""
    first, *others = {order.row: order for order in pile}.values()
    for column in ("consent", "password"):
        told = {getattr(order.patient, column) or "" for order in (first, *others)}
        if len(told) > 1:
            rows = " and ".join(str(order.row) for order in (first, *others))
            message = f"`{column}` differs in rows {rows}, which are one letter"
            problem = Problem(None, message, "write the same into each")
            yield from (Failure(one.row, one.patient.ref, (problem,)) for one in (first, *others))
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
