"""The round with the post: what waits in the outbox is handed to the server, each letter once."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from handouts.ledger import Entry
from handouts.outbox import Outbox
from handouts.problems import MailError
from handouts.relay import Doubtful, NotNow, Refused, Relay


@dataclass
class Round:
    """What became of the letters so far: those that the server has taken, counted; all others."""

    sent: int = 0
    failed: list[tuple[Entry, str]] = field(default_factory=list)
    unsure: list[Entry] = field(default_factory=list)
    left: list[tuple[Entry, str]] = field(default_factory=list)

    @property
    def settled(self) -> int:
        """How many letters need not be offered again."""
        return self.sent + len(self.failed) + len(self.unsure)


class Delivery:
    """Hands letters over, at most so many a minute.

    `pauses` are the seconds to wait before what the server did not take is offered again; `wait`
    waits, and tells whether we are to stop. `tell` is told what somebody at the desk should see.
    """

    def __init__(
        self,
        outbox: Outbox,
        relay: Relay,
        *,
        per_minute: int,
        pauses: Sequence[float],
        wait: Callable[[float], bool],
        tell: Callable[[str], None],
    ) -> None:
        self._outbox, self._relay, self._wait, self._tell = outbox, relay, wait, tell
        self._pauses, self._apart = pauses, 60 / per_minute
        self._next = 0.0
        # How often running nobody knew what became of a letter, and the sender was refused.
        self._doubts = self._strange = 0
        self.done = Round()

    def deliver(self, entries: Iterable[Entry]) -> Round:
        """What became of these letters; MailError where the account is wrong, and all wait."""
        left = [(entry, "") for entry in entries]
        for pause in (0, *self._pauses):
            if not left or self._doubts == _LOST or self._wait(0):
                break
            if pause:
                self._tell(f"not taken yet: {len(left)}; trying again in {pause:g} s")
            if self._wait(pause):
                break
            left = self._round([entry for entry, _ in left])
        self.done.left = left
        return self.done

    def _round(self, entries: Sequence[Entry]) -> list[tuple[Entry, str]]:
        """Each letter offered once; those that are left, and why, what was not offered first."""
        left, later = list[tuple[Entry, str]](), list[tuple[Entry, str]]()
        lost, why = 0, ""
        for entry in entries:
            if why or self._wait(self._next - time.monotonic()):
                left.append((entry, why))
                continue
            try:
                self._post(entry)
                lost = 0
            except Refused as refusal:
                later.append((entry, refusal.reply))
                lost = 0
            except NotNow:
                later.append((entry, _AWAY))
                lost += 1
            why = _AWAY * (_LOST in (lost, self._doubts))
        return left + later

    def _post(self, entry: Entry) -> None:
        """Hand one letter over; NotNow or Refused where it is to be offered again."""
        message = self._outbox.message(entry)
        if message is None:
            self._fail(entry, "its file is not there any more")
            return
        try:
            self._relay.offer(entry.to, len(message))
            self._outbox.sending(entry)
            self._relay.hand_over(message)
        except Doubtful:
            self._doubts += 1
            self._outbox.unsure(entry)
            self.done.unsure.append(entry)
            self._tell(f"{entry}: nobody knows if the server has taken it")
        except Refused as refusal:
            self._doubts = 0
            if refusal.for_good:
                self._fail(entry, refusal.reply)
                self._know_sender(refusal)
                return
            self._outbox.waits(entry, refusal.reply)
            raise
        except (NotNow, MailError):
            self._outbox.waits(entry)
            raise
        else:
            self._doubts = self._strange = 0
            self._next = time.monotonic() + self._apart
            self._sent(entry)
            self.done.sent += 1

    def _know_sender(self, refusal: Refused) -> None:
        """MailError where the server refuses who sends, letter after letter."""
        self._strange = self._strange + 1 if refusal.of_sender else 0
        if self._strange == _STRANGE:
            raise MailError(
                f"The server refuses what comes from your address ({refusal.reply}): all further "
                "letters wait. Mend it, then type: handouts outbox retry"
            )

    def _sent(self, entry: Entry) -> None:
        try:
            self._outbox.sent(entry)
        except MailError as error:
            raise MailError(
                f"The server has taken {entry}, which cannot be written down: settle it as sent "
                f"before you go on.\n{error}"
            ) from None

    def _fail(self, entry: Entry, reply: str) -> None:
        self._outbox.failed(entry, reply)
        self.done.failed.append((entry, reply))
        self._tell(f"{entry}: refused for good ({reply})")


_AWAY = "the server does not answer"
# How often running the server may be lost before we leave it alone for a while.
_LOST = 2
_STRANGE = 3
