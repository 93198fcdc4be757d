"""The outbox: a ledger of letters, and the folder beside it in which letters wait.

A letter is `queued`; it is `sending` from just before it is handed to the server, and `sent` once
the server has taken it, or `failed` when it does not take it as it is. What was `sending` when we
were stopped is `unsure`: it waits for a person, since nobody here knows whether it was taken.
"""

import contextlib
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from handouts.ledger import Entry, Ledger, Posting
from handouts.machine import keep, keyed, writing
from handouts.problems import MailError, shown

#: The ledger, and the folder with all else, both in the clinic's own.
LEDGER, FOLDER = "outbox.db", "outbox"

_COPIES = "copies-"


class Busy(MailError):
    """Another command has the outbox: two would mail the same letter."""

    def __init__(self) -> None:
        super().__init__("Another command is mailing from this folder; wait until it has ended.")


class Outbox(Ledger):
    """The outbox of a clinic's folder; `held` opens it for whoever alone may change it."""

    def __init__(self, home: Path) -> None:
        super().__init__(home / LEDGER)
        self.folder = home / FOLDER
        try:
            self._secret = self._known_secret()
        except BaseException:
            self.close()
            raise

    def fingerprint(self, *inputs: str) -> str:
        """What stands for these inputs, and can be made of them only with the outbox's secret."""
        return keyed(self._secret, *inputs)

    def queue(self, postings: Iterable[Posting]) -> int:
        """Queue all of these or, whatever happens, none; how many it were."""
        count = 0
        try:
            with self.at_once():
                for posting in postings:
                    path = self._file(posting.message_id)
                    with writing(path):
                        keep(path, posting.message, within=self.folder)
                    self.add(posting)
                    count += 1
        except BaseException:
            self._sweep()
            raise
        return count

    def message(self, entry: Entry) -> bytes | None:
        """The letter itself, while it waits; None where somebody has taken its file away."""
        path = self._file(entry.message_id)
        with writing(path):
            return path.read_bytes() if path.is_file() else None

    def sending(self, entry: Entry) -> None:
        """Note that it is about to be handed over: from here on, nobody else may say it was not."""
        self.move(entry, "sending", "queued")

    def sent(self, entry: Entry) -> None:
        """Note that the server has taken it, or that a person knows so; the letter goes."""
        self.move(entry, "sent", "sending", "unsure")
        with writing(self.folder):
            self._file(entry.message_id).unlink(missing_ok=True)

    def unsure(self, entry: Entry) -> None:
        """Note that nobody here knows whether the server has taken it."""
        self.move(entry, "unsure", "sending")

    def failed(self, entry: Entry, reply: str) -> None:
        """Note that the server will not take it as it is; it is kept, to be tried again."""
        self.move(entry, "failed", "queued", "sending", "unsure", reply=reply)

    def waits(self, entry: Entry, reply: str = "") -> None:
        """Note that it is to be sent again, since the server has not taken it."""
        self.move(entry, "queued", "queued", "sending", "failed", "unsure", reply=reply)

    def forget(self, entries: Iterable[Entry]) -> None:
        """Strike letters out; of one that was sent, a fingerprint stays that tells nothing."""
        with self.at_once():
            for entry in entries:
                self.strike(entry)
        self._sweep()

    @contextlib.contextmanager
    def copies(self) -> Iterator[Path]:
        """A folder for copies that are not yet locked, which is gone afterwards."""
        # Nobody else's, be it a worker's that has outlived its command.
        folder = self.folder / f"{_COPIES}{secrets.token_hex(4)}"
        with writing(folder):
            folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def take_up(self) -> None:
        """Find the outbox as somebody may have left it who was stopped at any point."""
        self.doubt()
        self._sweep()

    def _sweep(self) -> None:
        """Take away the files that nothing waits for."""
        for folder in self.folder.glob(f"{_COPIES}*"):
            shutil.rmtree(folder, ignore_errors=True)
        wanted = {self._file(one.message_id) for one in self.entries("queued", "failed", "unsure")}
        for path in (*self.folder.glob("*.eml"), *self.folder.glob(".*.part")):
            if path not in wanted and path.is_file():
                with writing(path):
                    path.unlink()

    def _file(self, message_id: str) -> Path:
        """Where the letter waits: its file is called by what it says of itself."""
        return self.folder / f"{message_id.partition('@')[0]}.eml"

    def _known_secret(self) -> bytes:
        """The secret of the fingerprints; with another, each letter would be taken for new."""
        path = self.folder / ".key"
        if path.exists() or not self.is_empty():
            with writing(path):
                found = path.read_bytes() if path.exists() else b""
            if not self.belongs(keyed(found, "secret")):
                raise MailError(
                    f"{LEDGER} and {shown(path)} do not belong together, so that nobody can tell "
                    "what was mailed before. Put both back as they were; or move both away, to "
                    "begin anew."
                )
            return found
        # The ledger has to know it first: what is cut off in between is simply begun again.
        fresh = secrets.token_hex(32).encode()
        self.begin(keyed(fresh, "secret"))
        with writing(path):
            keep(path, fresh, within=self.folder)
        return fresh


@contextlib.contextmanager
def held(home: Path) -> Iterator[Outbox]:
    """The outbox of that folder, for us alone; MailError where another command has it."""
    folder = home / FOLDER
    with writing(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n")
        lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        outbox = Outbox(home)
        try:
            outbox.take_up()
            yield outbox
        finally:
            outbox.close()
    finally:
        os.close(lock)
