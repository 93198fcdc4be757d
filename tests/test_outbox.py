"""The outbox and its round: nobody gets a letter twice and none is lost, whatever the server does."""

import os
import random
import shlex
import signal
import smtplib
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import keyring
import pytest
from click.testing import CliRunner, Result
from helpers import clinic
from keyring.backend import KeyringBackend
from postoffice import PASSWORD, USER, Fault, PostOffice, certificate, post_office
from test_cli import run_apart

from handouts.accounts import account
from handouts.addresses import Address, address
from handouts.cli import main
from handouts.delivery import Delivery, Round
from handouts.ledger import STATES, Posting
from handouts.outbox import Busy, Outbox, held
from handouts.problems import MailError
from handouts.relay import NotNow, Relay

SENDER = Address("office@clinic.example")
SETTINGS = """\
name: Example
mail: {sender: office@clinic.example, per_minute: 6000, pauses: [0, 0], timeout: 5}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return clinic(tmp_path / "ours", {"clinic.yaml": SETTINGS})


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as found:
        yield found


def posting(number: int, *, key: str = "", consent: str = "", to: str = "") -> Posting:
    """A short letter to an invented person; `key` says what is in it."""
    mark, mailbox = f"p{number:03}", to or f"p{number:03}@example.org"
    message = f"To: {mailbox}\r\nMessage-ID: <{mark}@clinic.example>\r\n\r\n.{mark}\r\n.\r\n"
    return Posting(
        key=key or f"key-{number}",
        sheets=[f"sheet-{number}"],
        to=address(mailbox),
        ref=mark,
        consent=consent,
        opened_by="code",
        message_id=f"{mark}{key}@clinic.example",
        message=message.encode(),
    )


def relay(office: PostOffice, timeout: float = 1) -> Relay:
    server = account(f"smtp://127.0.0.1:{office.port}")
    return Relay(server, None, SENDER, timeout=timeout)


def delivered(
    outbox: Outbox, office: PostOffice, *, pauses: tuple[float, ...] = (0, 0), timeout: float = 1
) -> Round:
    told: list[str] = []
    with relay(office, timeout) as found:
        delivery = Delivery(
            outbox,
            found,
            per_minute=6000,
            pauses=pauses,
            wait=lambda seconds: time.sleep(max(seconds, 0)) is not None,
            tell=told.append,
        )
        return delivery.deliver(outbox.entries("queued"))


def states(home: Path) -> dict[str, str]:
    with held(home) as outbox:
        return {entry.ref: entry.state for entry in outbox.entries(*STATES)}


def once(fault: Fault) -> Iterator[Fault | None]:
    yield fault
    while True:
        yield None


def test_letters_are_taken_one_after_the_other_over_one_connection(
    home: Path, office: PostOffice
) -> None:
    with held(home) as outbox:
        assert outbox.queue(map(posting, range(5))) == 5
        files = sorted(outbox.folder.glob("*.eml"))
        assert [path.stat().st_mode & 0o777 for path in files] == [0o600] * 5
        done = delivered(outbox, office)
        assert (done.sent, done.failed, done.unsure, done.left) == (5, [], [], [])
        assert list(outbox.folder.glob("*.eml")) == []
        assert delivered(outbox, office).sent == 0
    assert [one.to for one in office.taken] == [f"p{n:03}@example.org" for n in range(5)]
    # Dots at the beginning of a line arrive as they were.
    assert office.taken[0].content.endswith(b"\r\n\r\n.p000\r\n.\r\n")
    assert office.connections == 2  # the server tries itself first


WAITS, GONE, UNSURE = "queued", "failed", "unsure"


@pytest.mark.parametrize(
    ("fault", "state", "copies"),
    [
        # Once, and then all is well again.
        (("mail", "450 later"), "sent", 1),
        (("mail", "421 closing"), "sent", 1),
        (("mail", "drop"), "sent", 1),
        (("mail", "hang"), "sent", 1),
        (("mail", "550 no"), GONE, 0),
        (("mail", "nonsense"), "sent", 1),
        (("mail", "250 " + "x" * 9000), "sent", 1),
        (("rcpt", "452 full"), "sent", 1),
        (("rcpt", "drop"), "sent", 1),
        (("rcpt", "550 5.1.1 no such mailbox"), GONE, 0),
        (("data", "451 later"), "sent", 1),
        (("data", "554 no"), GONE, 0),
        (("data", "421 closing"), "sent", 1),
        (("data", "drop"), "sent", 1),
        (("body", "452 full"), "sent", 1),
        (("body", "552 too big"), GONE, 0),
        (("body", "drop"), UNSURE, 0),
        (("body", "hang"), UNSURE, 0),
        (("body", "250-never ending" + "x" * 9000), UNSURE, 0),
        (("accepted", "drop"), UNSURE, 1),
        (("accepted", "hang"), UNSURE, 1),
        (("accepted", "nonsense"), UNSURE, 1),
    ],
    ids=lambda told: " ".join(told)[:20] if isinstance(told, tuple) else "",
)
def test_what_a_server_does_to_one_letter_harms_no_other(
    home: Path, office: PostOffice, fault: Fault, state: str, copies: int
) -> None:
    faults = once(fault)
    office.fault = lambda: next(faults)
    with held(home) as outbox:
        outbox.queue(map(posting, range(3)))
        delivered(outbox, office, timeout=0.5)
    assert states(home) == {"p000": state, "p001": "sent", "p002": "sent"}
    assert Counter(one.to for one in office.taken) == Counter(
        {"p000@example.org": copies, "p001@example.org": 1, "p002@example.org": 1}
    )


def test_a_server_that_hangs_up_in_the_end_has_all_letters(home: Path, office: PostOffice) -> None:
    office.fault = lambda: ("quit", "drop")
    with held(home) as outbox:
        outbox.queue([posting(1)])
        assert delivered(outbox, office).sent == 1


def test_what_is_not_taken_now_waits_and_goes_later(home: Path, office: PostOffice) -> None:
    office.fault = lambda: ("rcpt", "450 4.2.1 busy, says Anna")
    with held(home) as outbox:
        outbox.queue(map(posting, range(2)))
        done = delivered(outbox, office)
        assert [(str(entry), reply) for entry, reply in done.left] == [
            ("letter 1 (p000)", "450 4.2.1, the mailbox is closed"),
            ("letter 2 (p001)", "450 4.2.1, the mailbox is closed"),
        ]
        assert len(office.heard) == 2 * 2 * 3
        office.fault = lambda: None
        assert delivered(outbox, office).sent == 2


def test_a_server_that_is_away_is_left_alone_after_two_tries(home: Path) -> None:
    with held(home) as outbox:
        outbox.queue(map(posting, range(50)))
        with post_office() as office:
            pass
        start = time.monotonic()
        done = delivered(outbox, office)
        assert len(done.left) == 50
        assert {reply for _, reply in done.left} == {"the server does not answer"}
        assert time.monotonic() - start < 5
    assert set(states(home).values()) == {"queued"}


def test_two_letters_that_the_server_chokes_on_hold_no_other_up(
    home: Path, office: PostOffice
) -> None:
    office.fault = lambda: (
        ("rcpt", "drop") if len(office.heard) < 4 or "p000" in office.heard[-1] else None
    )
    with held(home) as outbox:
        outbox.queue(map(posting, range(6)))
        delivered(outbox, office, pauses=(0,))
    found = states(home)
    assert [found[f"p{n:03}"] for n in range(2, 6)] == ["sent"] * 4


def test_a_server_that_breaks_off_after_each_letter_gets_two_and_no_more(
    home: Path, office: PostOffice
) -> None:
    office.fault = lambda: ("body", "drop")
    with held(home) as outbox:
        outbox.queue(map(posting, range(6)))
        delivered(outbox, office)
    assert Counter(states(home).values()) == {"unsure": 2, "queued": 4}


def test_a_server_that_refuses_who_sends_is_asked_three_times(
    home: Path, office: PostOffice
) -> None:
    office.fault = lambda: ("mail", "550 5.7.1 not you")
    with held(home) as outbox:
        outbox.queue(map(posting, range(6)))
        with pytest.raises(MailError, match=r"your address \(550 5\.7\.1, it is not allowed\)"):
            delivered(outbox, office)
    assert Counter(states(home).values()) == {"failed": 3, "queued": 3}


@pytest.mark.parametrize("size", ["9" * 5000, "-1", "lots", ""])
def test_a_strange_size_is_passed_over(size: str) -> None:
    found = Relay(account("smtp://localhost"), None, SENDER, timeout=1)
    with smtplib.SMTP() as smtp:
        smtp.esmtp_features = {"size": size}
        found._smtp = smtp
        with pytest.raises(NotNow):
            found.offer(Address("p001@example.org"), 100)


def test_letters_go_one_by_one_at_the_pace_that_a_provider_allows(
    home: Path, office: PostOffice
) -> None:
    waits: list[float] = []
    told = {"wait": lambda seconds: bool(waits.append(seconds)), "tell": waits.append}
    with held(home) as outbox, relay(office) as found:
        outbox.queue(map(posting, range(4)))
        delivery = Delivery(outbox, found, per_minute=60, pauses=(10, 60, 300), **told)
        assert delivery.deliver(outbox.entries("queued")).sent == 4
        assert len([wait for wait in waits if 0.9 < wait <= 1]) == 3
        # What is not taken now is offered again after pauses that grow.
        office.fault = lambda: ("rcpt", "450 4.2.0 later")
        outbox.queue([posting(9)])
        waits.clear()
        delivery.deliver(outbox.entries("queued"))
    assert [wait for wait in waits if isinstance(wait, int) and wait] == [10, 60, 300]
    assert "not taken yet: 1; trying again in 10 s" in waits


def test_ctrl_c_stops_when_the_server_has_answered(home: Path, office: PostOffice) -> None:
    with held(home) as outbox:
        outbox.queue(map(posting, range(4)))
    office.fault = lambda: os.kill(os.getpid(), signal.SIGINT)
    done = typed(home, "outbox", "send", office=office)
    assert done.exit_code == 130
    assert done.stdout == "1 letter accepted by the server\n"
    assert done.stderr == "3 letters waiting: handouts outbox send goes on\nStopped.\n"
    assert Counter(states(home).values()) == {"sent": 1, "queued": 3}


class _Kept(KeyringBackend):
    """A place for passwords that a test may look into."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        known = {("handouts", f"{USER}@localhost"): PASSWORD}
        return known.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


def test_the_password_comes_from_the_environment_or_from_the_keyring(
    home: Path, papers: tuple[Path, Path]
) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(_Kept())
    try:
        with post_office(papers) as office:
            server = f"smtp://{USER.replace('@', '%40')}@localhost:{office.port}"
            with held(home) as outbox:
                outbox.queue([posting(1)])
            told = {"HANDOUTS_CLINIC": str(home), "HANDOUTS_SMTP": server}
            done = CliRunner().invoke(main, ["outbox", "send"], env=told)
            assert done.stdout == "1 letter accepted by the server\n", done.output
            told["HANDOUTS_SMTP"] = server.replace("office", "nurse")
            missing = CliRunner().invoke(main, ["outbox", "send"], env=told)
    finally:
        keyring.set_keyring(before)
    assert missing.stderr == (
        f"There is no password for localhost:{office.port}: put it into HANDOUTS_SMTP_PASSWORD, or "
        "type: keyring set handouts nurse@clinic.example@localhost\n"
    )


def test_a_letter_that_is_too_big_is_not_offered(home: Path) -> None:
    with post_office(data_size_limit=100) as office, held(home) as outbox:
        outbox.queue([posting(1), posting(2, to='"a b"@example.org')])
        big = posting(3)
        outbox.queue([Posting(**{**vars(big), "message": big.message + b"x" * 200})])
        done = delivered(outbox, office)
        assert [reply for _, reply in done.failed] == [
            f"the letter has {len(big.message) + 200} bytes, and it takes 100"
        ]
        assert [one.to for one in office.taken] == ["p001@example.org", '"a b"@example.org']
        assert not [line for line in office.heard if "p003" in line]


@pytest.mark.parametrize("knows", [True, False])
def test_an_address_in_other_letters_goes_only_where_a_server_says_so(
    home: Path, knows: bool
) -> None:
    with post_office(enable_SMTPUTF8=knows) as office, held(home) as outbox:
        outbox.queue([posting(1, to="jürgen@example.org"), posting(2)])
        done = delivered(outbox, office)
        assert done.sent == 1 + knows
        heard = [line for line in office.heard if "SMTPUTF8" in line]
        assert len(heard) == knows
        assert len(done.failed) == (not knows)


def test_what_was_being_sent_when_we_were_stopped_waits_for_a_person(
    home: Path, office: PostOffice
) -> None:
    with held(home) as outbox:
        outbox.queue(map(posting, range(2)))
        outbox.sending(outbox.entry(1))
    assert states(home) == {"p000": "unsure", "p001": "queued"}
    with held(home) as outbox:
        assert delivered(outbox, office).sent == 1
        assert outbox.message(outbox.entry(1))
    listed = typed(home, "outbox")
    assert "1 sent, 1 unsure\n    1  unsure " in listed.stdout
    assert "p000@example.org  p000  <p000@clinic.example>\n" in listed.stdout
    assert "settle NUMBER --sent. If not: handouts outbox settle NUMBER --not-sent" in listed.stdout
    wrong = typed(home, "outbox", "retry", "1", office=office)
    assert wrong.stderr == "This is not failed, but unsure: letter 1 (p000).\n"
    settled = typed(home, "outbox", "settle", "1", "--not-sent")
    assert settled.stdout == "letter 1 (p000) waits: handouts outbox send sends it\n"
    assert typed(home, "outbox", "send", office=office).exit_code == 0
    assert states(home) == {"p000": "sent", "p001": "sent"}
    assert len(office.taken) == 2


def typed(home: Path, *words: str, office: PostOffice | None = None) -> Result:
    """What a command says that is typed in the clinic's folder."""
    server = f"smtp://127.0.0.1:{office.port}" if office else ""
    environment = {"HANDOUTS_CLINIC": str(home), "HANDOUTS_SMTP": server}
    return CliRunner().invoke(main, words, env=environment)


def test_what_was_refused_is_tried_again_unless_another_took_its_place(
    home: Path, office: PostOffice
) -> None:
    office.fault = lambda: ("rcpt", "550 5.1.1 no such mailbox")
    with held(home) as outbox:
        outbox.queue(map(posting, range(2)))
        delivered(outbox, office)
        office.fault = lambda: None
        again = posting(0, key="other")
        outbox.queue([again])
        delivered(outbox, office)
    assert "2  failed " in typed(home, "outbox", "list").stdout
    assert "(550 5.1.1, no such mailbox)" in typed(home, "outbox", "list").stdout
    done = typed(home, "outbox", "retry", office=office)
    assert done.stderr == "note: letter 1 (p000) is left out: letter 3 (p000) took its place\n"
    assert done.stdout == "1 letter accepted by the server\n"
    assert len(office.taken) == 2
    # Also where that was refused, or where nobody knows of the first.
    office.fault = lambda: ("rcpt", "550 5.1.1 no such mailbox")
    with held(home) as outbox:
        outbox.queue([posting(5), posting(6)])
        outbox.sending(outbox.entry(4))
        outbox.unsure(outbox.entry(4))
        delivered(outbox, office)
        outbox.queue([posting(5, key="five"), posting(6, key="six")])
        delivered(outbox, office)
    office.fault = lambda: None
    settled = typed(home, "outbox", "settle", "4", "4", "--not-sent")
    assert settled.stdout == (
        "letter 4 (p005) is not sent again, since letter 6 (p005) took its place\n"
    )
    assert typed(home, "outbox", "retry", office=office).stdout == (
        "2 letters accepted by the server\n"
    )
    assert Counter(one.to for one in office.taken)["p006@example.org"] == 1


def test_what_is_forgotten_is_gone_and_is_still_not_mailed_twice(
    home: Path, office: PostOffice
) -> None:
    with held(home) as outbox:
        outbox.queue([posting(0), posting(1, consent="yes"), posting(2)])
        delivered(outbox, office)
        outbox.queue([posting(3)])
        assert outbox.old(timedelta(days=1)) == ([], 0)
        gone, kept = outbox.old(timedelta(0))
        assert ([entry.ref for entry in gone], kept) == (["p000", "p002"], 1)
    told = typed(home, "outbox", "forget", "--older-than", "0d")
    assert told.stdout == "2 letters forgotten\n"
    assert "note: 1 kept: their consent" in told.stderr
    with held(home) as outbox:
        known = outbox.known("key-0")
        assert known
        assert (known.state, known.to.mailbox, known.ref) == ("sent", "", "")
        assert outbox.like("", ["sheet-0"], "p000") is None
    kept_bytes = (home / "outbox.db").read_bytes()
    assert b"p000" not in kept_bytes
    assert b"p001" in kept_bytes
    # A letter that waits can be taken back.
    assert typed(home, "outbox", "forget", "4").stdout == "1 letter forgotten\n"
    assert list((home / "outbox").glob("*.eml")) == []
    assert typed(home, "outbox", "forget", "4").stderr.startswith("There is no letter 4 (")


def test_two_never_mail_at_the_same_time(home: Path, office: PostOffice) -> None:
    with held(home) as outbox:
        outbox.queue([posting(1)])
        with pytest.raises(Busy), held(home):
            pass
        told = typed(home, "outbox", "send", office=office)
        assert (told.exit_code, told.stderr) == (1, f"{Busy()}\n")
        # Who only looks may.
        assert "1 queued" in typed(home, "outbox").stdout
        delivered(outbox, office)
    assert len(office.taken) == 1


def test_letters_are_queued_all_or_none(home: Path) -> None:
    def breaks() -> Iterator[Posting]:
        yield posting(1)
        raise KeyboardInterrupt

    with held(home) as outbox:
        with pytest.raises(KeyboardInterrupt):
            outbox.queue(breaks())
        assert outbox.entries(*STATES) == []
        assert list(outbox.folder.glob("*.eml")) == []
        assert outbox.queue([posting(1)]) == 1


def test_a_file_that_was_taken_away_and_one_that_nobody_waits_for(
    home: Path, office: PostOffice
) -> None:
    with held(home) as outbox:
        outbox.queue(map(posting, range(2)))
        (outbox.folder / "p000.eml").unlink()
        (outbox.folder / "stray.eml").write_text("To: nobody")
    with held(home) as outbox:
        assert not (outbox.folder / "stray.eml").exists()
        done = delivered(outbox, office)
        assert [(entry.ref, reply) for entry, reply in done.failed] == [
            ("p000", "its file is not there any more")
        ]
        assert done.sent == 1


def test_another_secret_a_damaged_ledger_and_a_newer_one_are_told(home: Path) -> None:
    with held(home) as outbox:
        outbox.queue([posting(1)])
    key, ledger = home / "outbox" / ".key", home / "outbox.db"
    secret, whole = key.read_bytes(), ledger.read_bytes()
    for other in (b"", b"0" * 64, None):
        key.unlink() if other is None else key.write_bytes(other)
        assert mistake(home).startswith("outbox.db and ")
        assert "do not belong together" in mistake(home)
    key.write_bytes(secret)
    assert states(home) == {"p001": "queued"}
    # Emptied or taken away, it would let everybody be mailed again.
    ledger.unlink()
    assert "do not belong together" in mistake(home)
    assert (home / "outbox" / "p001.eml").exists()
    ledger.write_bytes(b"no ledger at all" * 100)
    assert "is no ledger of ours" in mistake(home)
    ledger.unlink()
    with closing(sqlite3.connect(ledger)) as other:
        other.execute("CREATE TABLE letters (what)")
    assert "is another program's: move it away." in mistake(home)
    ledger.write_bytes(whole)
    assert states(home) == {"p001": "queued"}


def mistake(home: Path) -> str:
    """What is told of an outbox that cannot be opened."""
    with pytest.raises(MailError) as told, held(home):
        pass
    return str(told.value)


def test_an_outbox_that_was_cut_off_while_it_was_begun_is_begun_again(home: Path) -> None:
    with held(home):
        pass
    (home / "outbox" / ".key").unlink()
    with held(home) as outbox:
        assert outbox.queue([posting(1)]) == 1


FULL = """
import os, sys
sys.path.append({tests!r})
from collections import Counter
from pathlib import Path
from handouts.ledger import STATES
from handouts.outbox import held
from handouts.problems import HandoutsError
from postoffice import post_office
from test_outbox import delivered, posting
home, full = Path("small"), Path("small/full")
told, queued = [], 3
with held(home) as outbox:
    outbox.queue(map(posting, range(3)))
with post_office() as office:
    for pages in range(24):
        file = os.open(full, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        try:
            while os.write(file, bytes(4096)):
                pass
        except OSError:
            os.truncate(file, max(0, os.fstat(file).st_size - pages * 4096))
        os.close(file)
        for step in (lambda outbox: outbox.queue([posting(10 + pages)]),
                     lambda outbox: delivered(outbox, office).sent and 0):
            try:
                with held(home) as outbox:
                    queued += step(outbox)
            except HandoutsError as error:
                told.append(str(error))
    full.unlink()
    with held(home) as outbox:
        delivered(outbox, office)
        states = Counter(entry.state for entry in outbox.entries(*STATES))
taken = Counter(one.to for one in office.taken)
print(queued == states.total(), set(states) <= {{"sent", "unsure"}}, max(taken.values()))
print(states["sent"] <= len(taken) <= states.total(), 0 < len(told) < 48, states["sent"] > 6)
print(*sorted(set(told)), sep="\\n")
"""


def test_a_full_disk_loses_nothing_and_mails_nothing_twice(tmp_path: Path) -> None:
    """Full to the last byte, then with a page more each time, so that each step is the first to fail."""
    script = "mkdir small; mount -t tmpfs -o size=300k tmpfs small; exec {} -c {}"
    program = FULL.format(tests=str(Path(__file__).parent))
    done = run_apart(script.format(sys.executable, shlex.quote(program)), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    first, second, *told = done.stdout.splitlines()
    assert (first, second) == ("True True 1", "True True True"), done.stdout
    assert all("cannot be written" in line or "settle it as sent" in line for line in told), told


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    made = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made[0]))
    return made


def offered(url: str, password: str | None = None) -> str:
    """What comes of offering a letter there: nothing, or the sentence."""
    try:
        with Relay(account(url), password, SENDER, timeout=2) as found:
            found.offer(Address("p001@example.org"), 100)
    except MailError as error:
        return str(error)
    return ""


def test_a_server_is_trusted_by_its_certificate_alone(
    papers: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    user = USER.replace("@", "%40")
    with post_office(papers) as office:
        url = f"smtp://{user}@localhost:{office.port}"
        assert offered(url, PASSWORD) == ""
        assert "does not know this user with this password (535)" in offered(url, "wrong-one")
        assert "letters that are not ASCII" in offered(url, "gräfin")
        assert "takes no letter from this account (530)" in offered(
            f"smtp://localhost:{office.port}"
        )
        tls = offered(f"smtps://localhost:{office.port}")
        assert "does not speak TLS as was expected" in tls
        monkeypatch.delenv("SSL_CERT_FILE")
        assert "is none that this machine trusts (self-signed certificate)." in offered(
            url, PASSWORD
        )
        heard = [line.split()[0] for line in office.heard]
        assert heard == ["MAIL", "RCPT", "MAIL"]


def test_tls_from_the_start(papers: tuple[Path, Path]) -> None:
    with post_office(papers, smtps=True) as office:
        assert offered(f"smtps://localhost:{office.port}") == ""
        assert len(office.heard) == 2


def test_nothing_goes_unlocked_to_another_machine(office: PostOffice) -> None:
    """An address that is not loopback's, though it leads here."""
    told = offered(f"smtp://0.0.0.0:{office.port}")
    assert told.startswith(f"0.0.0.0:{office.port} offers no TLS, so that nothing is sent there")
    assert office.heard == []


def test_a_server_that_is_not_there_is_told() -> None:
    assert offered("smtp://mail.invalid") == "There is no mail.invalid to be found."


ROUND = """
import time
from pathlib import Path
from handouts.accounts import account
from handouts.addresses import Address
from handouts.delivery import Delivery
from handouts.outbox import held
from handouts.relay import Relay
server = account("smtp://127.0.0.1:{port}")
told = {{"per_minute": 6000, "pauses": (0, 0), "wait": lambda _: False, "tell": print}}
with held(Path({home!r})) as outbox:
    with Relay(server, None, Address("office@clinic.example"), timeout=0.3) as relay:
        Delivery(outbox, relay, **told).deliver(outbox.entries("queued"))
"""


def test_killed_and_dropped_at_random_nobody_gets_two_and_nobody_is_lost(
    home: Path, office: PostOffice
) -> None:
    """The short version of benchmarks/torture.py."""
    chance = random.Random(7)
    faults: tuple[Fault, ...] = (
        ("mail", "421 closing"), ("mail", "drop"), ("rcpt", "450 later"), ("rcpt", "550 no"),
        ("data", "drop"), ("body", "452 full"), ("body", "552 big"), ("body", "drop"),
        ("accepted", "drop"), ("accepted", "hang"),
    )  # fmt: skip
    office.fault = lambda: chance.choice(faults) if chance.random() < 0.3 else None
    with held(home) as outbox:
        outbox.queue(map(posting, range(60)))
    script = ROUND.format(home=str(home), port=office.port)
    for _ in range(8):
        process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.DEVNULL)
        heard = len(office.heard)
        end = time.monotonic() + 10
        while len(office.heard) < heard + 8 and process.poll() is None and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(chance.random() / 20)
        process.kill()
        process.wait()
    office.fault = lambda: None
    with held(home) as outbox:
        delivered(outbox, office)
    found = states(home)
    taken = Counter(one.to.partition("@")[0] for one in office.taken)
    assert set(found.values()) <= {"sent", "failed", "unsure"}
    assert max(taken.values()) == 1
    assert len(found) == 60
    for ref, state in found.items():
        assert state == "unsure" or (taken[ref] == 1) is (state == "sent"), (ref, state)
