"""Which copies of a batch are stamped: those whose like were first compared with full prints."""

import random
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

from handouts.orders import Order
from handouts.typesetting import holds

# More than are asked for, since some may turn out to be none that can be stamped.
_SPARE = 5


@dataclass
class _Sample:
    """Of the copies of one shape the first, the longest and a few others by chance."""

    first: Order
    longest: Order
    others: list[Order] = field(default_factory=list)
    seen: int = 0

    def see(self, order: Order, most: int) -> None:
        """Take an order into account (reservoir sampling, algorithm R)."""
        self.longest = max(self.longest, order, key=_letters)
        self.seen += 1
        if len(self.others) < most:
            self.others.append(order)
        elif (place := random.randrange(self.seen)) < most:  # noqa: S311
            self.others[place] = order


class Proofs:
    """The samples of a batch, and what became of them; `copies` of each shape are compared."""

    def __init__(self, copies: int) -> None:
        self.copies = copies
        self._samples: dict[Hashable, _Sample] = {}
        self._proven: dict[Hashable, bool] = {}

    def see(self, shape: Hashable, order: Order) -> None:
        """Take an order into account, if it is one that plates hold the letters for."""
        if not all(holds(str(value)) for value in order.patient.values.values()):
            return
        sample = self._samples.setdefault(shape, _Sample(order, order))
        sample.see(order, max(self.copies - 2, 0) + _SPARE)

    def samples(self) -> Iterator[tuple[Hashable, list[Order]]]:
        """The orders of each shape, those first that are to be compared first."""
        for shape, one in self._samples.items():
            orders = one.first, one.longest, *one.others
            yield shape, list({order.name: order for order in orders}.values())

    def settle(self, shape: Hashable, *, proven: bool) -> None:
        """Note what a comparison has shown: one that differs is one too many."""
        self._proven[shape] = proven and self._proven.get(shape, True)

    def allow(self, shape: Hashable) -> bool:
        """Whether copies of that shape are stamped."""
        return self._proven.get(shape, False)


def _letters(order: Order) -> int:
    return sum(len(str(value)) for value in order.patient.values.values())
