"""The ledger of letters: what became of each, in sqlite, which this room alone knows.

It tells where a letter went, and whose it was by the clinic's own mark. What was in it stands there
as a fingerprint, which is of no use without a secret that does not lie here.
"""

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, get_args

from handouts.addresses import Address
from handouts.machine import writing
from handouts.problems import MailError, shown

State = Literal["queued", "sending", "sent", "failed", "unsure"]
STATES: tuple[State, ...] = get_args(State)

# How long it has to be known who agreed to mail without a password (45 CFR 164.316(b)(2)(i), S107).
_CONSENT_IS_KEPT = timedelta(days=6 * 366)

_TABLES = """
CREATE TABLE letters (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'unsure')),
  address TEXT NOT NULL,
  utf8 INTEGER NOT NULL,
  ref TEXT NOT NULL,
  consent TEXT NOT NULL,
  opened_by TEXT NOT NULL,
  message_id TEXT NOT NULL,
  reply TEXT NOT NULL DEFAULT '',
  changed TEXT NOT NULL
);
CREATE TABLE sheets (
  fingerprint TEXT NOT NULL,
  letter INTEGER NOT NULL REFERENCES letters ON DELETE CASCADE
);
CREATE INDEX sheets_by_fingerprint ON sheets (fingerprint);
CREATE INDEX sheets_by_letter ON sheets (letter);
CREATE TABLE secrets (fingerprint TEXT NOT NULL);
"""

_ENTRIES = """
SELECT number, state, address, utf8, ref, consent, message_id, reply, changed FROM letters WHERE
"""
_AMONG = "state IN (SELECT value FROM json_each(?))"
# Two people may share an address, where who has no mark may be anybody; the same letter to the byte
# is one that somebody there has had, whatever mark they had then.
_LIKE = """
number IN (SELECT letter FROM sheets WHERE fingerprint = ?) OR number IN (
  SELECT letter FROM sheets WHERE fingerprint IN (SELECT value FROM json_each(?))
) AND (ref = '' OR ? = '' OR lower(ref) = lower(?))
"""
_INSERT = """
INSERT INTO letters (key, state, address, utf8, ref, consent, opened_by, message_id, changed)
VALUES (?, 'queued', ?, ?, ?, ?, ?, ?, ?)
"""
_DOUBT = "UPDATE letters SET state = 'unsure', changed = ? WHERE state = 'sending'"
_MOVE = "UPDATE letters SET state = ?, reply = ?, changed = ? WHERE number = ? AND "
_EMPTY = """
UPDATE letters SET address = '', ref = '', consent = '', reply = '', message_id = ''
WHERE number = ?
"""


@dataclass(frozen=True)
class Posting:
    """A letter as it goes into the outbox.

    `key` stands for it as it is, to the byte; each of `sheets` for one of its sheets, whatever it
    says. `consent` is `yes` where the person has agreed to have it without a password; what opens
    it otherwise is `opened_by`: a password, a code, a birth_date.
    """

    key: str
    sheets: Sequence[str]
    to: Address
    ref: str
    consent: str
    opened_by: str
    message_id: str
    message: bytes


@dataclass(frozen=True)
class Entry:
    """A letter as the ledger has it; `changed` is when it came into its state, UTC."""

    number: int
    state: State
    to: Address
    ref: str
    consent: str
    message_id: str
    reply: str
    changed: datetime

    def __str__(self) -> str:
        """Which letter it is, without a word of who it is for."""
        return f"letter {self.number}{f' ({self.ref})' if self.ref else ''}"


class Ledger:
    """The letters of a file, each in its state."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._told():
            self._ledger = _opened(path)

    def known(self, key: str) -> Entry | None:
        """The letter of that key, whatever has become of it."""
        return next(self._entries("key = ?", key), None)

    def like(self, content: str, sheets: Iterable[str], ref: str) -> Entry | None:
        """The newest letter, of those not refused, that told somebody the same.

        It has that content, or one of the sheets and was for the person of that mark.
        """
        found = [one for one in self._alike(content, sheets, ref) if one.state != "failed"]
        return found[-1] if found else None

    def newer(self, entry: Entry) -> Entry | None:
        """A later letter with one of its sheets, which has taken its place."""
        newest = self._alike("", self._sheets(entry), entry.ref)[-1]
        return newest if newest.number > entry.number else None

    def _alike(self, content: str, sheets: Iterable[str], ref: str) -> list[Entry]:
        return list(self._entries(f"({_LIKE})", content, json.dumps([*sheets]), ref, ref))

    def had_code(self, ref: str) -> bool:
        """Whether a letter to the person of that mark was locked with a code of the desk's list."""
        mine = "lower(ref) = lower(?) AND opened_by = 'code' AND state != 'failed'"
        return next(self._entries(mine, ref), None) is not None

    def entries(self, *states: State) -> list[Entry]:
        """The letters in these states, the oldest first; those that were forgotten are left out."""
        return list(self._entries(f"{_AMONG} AND address != ''", json.dumps(states)))

    def entry(self, number: int) -> Entry:
        """The letter of that number; MailError where there is none."""
        found = next(self._entries("number = ? AND address != ''", number), None)
        if found is None:
            raise MailError(f"There is no letter {number} (handouts outbox list shows all).")
        return found

    def old(self, age: timedelta) -> tuple[list[Entry], int]:
        """What was sent or failed so long ago, and of how many the consent has to be kept."""
        now = datetime.now(UTC)
        old = [one for one in self.entries("sent", "failed") if one.changed <= now - age]
        gone = [one for one in old if not one.consent or one.changed <= now - _CONSENT_IS_KEPT]
        return gone, len(old) - len(gone)

    def begin(self, secret: str) -> None:
        """Note the fingerprint of the secret by which it is known again."""
        with self.at_once():
            self._change("DELETE FROM secrets")
            self._change("INSERT INTO secrets VALUES (?)", secret)

    def belongs(self, secret: str) -> bool:
        """Whether it was begun with the secret of that fingerprint."""
        with self._told():
            return self._ledger.execute("SELECT fingerprint FROM secrets").fetchall() == [(secret,)]

    def is_empty(self) -> bool:
        """Whether no letter was ever written into it."""
        with self._told():
            return not self._ledger.execute("SELECT number FROM letters LIMIT 1").fetchall()

    def doubt(self) -> None:
        """Note of all that were being sent that nobody here knows whether they were."""
        self._change(_DOUBT, _now())

    def strike(self, entry: Entry) -> None:
        """Strike a letter out; of one that was sent, a fingerprint stays that tells nothing."""
        if entry.state == "sent":
            self._change("DELETE FROM sheets WHERE letter = ?", entry.number)
            self._change(_EMPTY, entry.number)
        else:
            self._change("DELETE FROM letters WHERE number = ?", entry.number)

    def close(self) -> None:
        """Close the ledger, and leave nothing of what was struck out in files beside it."""
        with contextlib.suppress(sqlite3.Error):
            self._ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._ledger.close()

    def _sheets(self, entry: Entry) -> list[str]:
        """What stands for a letter, and for its sheets."""
        asked = "SELECT fingerprint FROM sheets WHERE letter = ?"
        with self._told():
            return [sheet for (sheet,) in self._ledger.execute(asked, (entry.number,))]

    def add(self, posting: Posting) -> None:
        """Write a letter that waits into it."""
        to, now = posting.to, _now()
        about = posting.ref, posting.consent, posting.opened_by, posting.message_id
        with self._told():
            number = self._ledger.execute(
                _INSERT,
                (posting.key, to.mailbox, to.utf8, *about, now),
            ).lastrowid
            pairs = [(sheet, number) for sheet in posting.sheets]
            self._ledger.executemany("INSERT INTO sheets VALUES (?, ?)", pairs)

    def move(self, entry: Entry, after: State, *before: State, reply: str = "") -> None:
        """Bring a letter into a state from one of those: it is there when this returns."""
        told = after, reply, _now(), entry.number, json.dumps(before)
        changed = self._change(_MOVE + _AMONG, *told)
        if changed != 1:
            raise RuntimeError(f"letter {entry.number} is not {' or '.join(before)}")

    def _change(self, statement: str, *values: object) -> int:
        with self._told():
            return self._ledger.execute(statement, values).rowcount

    @contextlib.contextmanager
    def at_once(self) -> Iterator[None]:
        """All changes meanwhile, or none."""
        self._change("BEGIN IMMEDIATE")
        try:
            yield
            self._change("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._ledger.execute("ROLLBACK")
            raise

    def _entries(self, where: str, *values: object) -> Iterator[Entry]:
        with self._told():
            rows = self._ledger.execute(f"{_ENTRIES} {where} ORDER BY number", values).fetchall()
        for number, state, mailbox, utf8, *about, changed in rows:
            ref, consent, message_id, reply = about
            to, since = Address(mailbox, bool(utf8)), datetime.fromisoformat(changed)
            yield Entry(number, state, to, ref, consent, message_id, reply, since)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Tell what keeps it from being read or written, in plain words."""
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            why = _WHY.get((error.sqlite_errorcode or 0) & 0xFF)
            if why is None:
                raise
            raise MailError(f"{shown(self._path)} {why}") from None


def _opened(path: Path) -> sqlite3.Connection:
    """The ledger: what is written there is not lost, and what is struck out is gone."""
    with writing(path):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    ledger = sqlite3.connect(path, isolation_level=None)
    try:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            ledger.execute(f"PRAGMA {pragma}")
        ledger.execute("PRAGMA foreign_keys=ON")
        (version,) = ledger.execute("PRAGMA user_version").fetchone()
        (tables,) = ledger.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if version == 0 and tables:
            raise MailError(f"{shown(path)} is another program's: move it away.")
        if version == 0:
            ledger.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = 1; COMMIT")
        elif version != 1:
            raise MailError(f"{shown(path)} was written by a newer version of this program.")
    except BaseException:
        ledger.close()
        raise
    return ledger


_WHY = {
    sqlite3.SQLITE_FULL: "cannot be written: the disk is full.",
    sqlite3.SQLITE_IOERR: "cannot be written: the disk may be full, or damaged.",
    sqlite3.SQLITE_READONLY: "cannot be written: you may not write there.",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: look at who may read it.",
    sqlite3.SQLITE_CORRUPT: "is damaged: put a copy of it back from your backup.",
    sqlite3.SQLITE_NOTADB: "is no ledger of ours: put a copy of it back from your backup.",
    sqlite3.SQLITE_BUSY: "is used by another program.",
}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
