"""A day's letters: each person their own, locked, once; nothing of anybody where it does not belong."""

import csv
import os
from collections.abc import Iterator
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner, Result
from helpers import AT, SHORT, clinic, varied
from judges import judge, outloud
from postoffice import PASSWORD, PostOffice, Taken, certificate, post_office

from handouts.cli import main

SECOND = "data/topics/second/en.yaml"
SPANISH = "data/treatments/short/es.yaml"
DAY = "2026-11-26"

SETTINGS = """\
name: Example Clinic
address: 1 Example Street, Springfield
day_phone: {number: 312-555-0142, hours: "Monday to Friday, 8 a.m. to 5 p.m."}
languages: [en, es]
texts: [short, second]
mail:
  sender: office@clinic.example
  per_minute: 6000
  pauses: [0, 0]
  timeout: 20
"""
HEADS = "ref,treatment,name,birth_date,appointment,language,email,consent,password"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A clinic with two short texts, one of them in Spanish too, that mails."""
    spanish = varied({"language: en": "language: es", "One thing.": "Una cosa."})
    files = {AT: SHORT, SECOND: varied({"id: short": "id: second"}), SPANISH: spanish}
    return clinic(tmp_path / "ours", {"clinic.yaml": SETTINGS, **files})


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as found:
        yield found


def rows(home: Path, *lines: str, heads: str = HEADS, name: str = "today.csv") -> Path:
    path = home / name
    path.write_text("\n".join([heads, *lines]) + "\n", encoding="utf-8")
    return path


def typed(
    home: Path, office: PostOffice | None, *words: str, says: str | None = None, **more: str
) -> Result:
    """What the command says, as typed in the clinic's folder; `says` is typed when it asks."""
    server = {"HANDOUTS_SMTP": f"smtp://127.0.0.1:{office.port}"} if office else {}
    environment = {**server, "HANDOUTS_CLINIC": str(home), **more}
    before = Path.cwd()
    os.chdir(home)
    try:
        return CliRunner().invoke(main, words, env=environment, input=says)
    finally:
        os.chdir(before)


def mailed(home: Path, office: PostOffice, *words: str, says: str | None = None) -> Result:
    asked = () if says is not None else ("--yes",)
    return typed(
        home, office, "mail", "today.csv", "--jobs", "1", "--as-of", DAY, *asked, *words, says=says
    )


def words_of(pdf: bytes, password: str | None = None) -> str:
    document = pypdfium2.PdfDocument(pdf, password=password)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def codes(home: Path) -> dict[str, str]:
    with (home / "out" / "codes.csv").open(encoding="utf-8") as file:
        return {row["ref"]: row["code"] for row in csv.DictReader(file)}


def bodies(letter: Taken) -> list[str]:
    """The plain text of a letter, and its page of the web."""
    found = [letter.message.get_body((kind,)) for kind in ("plain", "html")]
    return [part.get_content() for part in found if isinstance(part, EmailMessage)]


ANNA = "A-17,short,Anna Example,1962-03-05,2026-12-01T09:30,,a17@example.org,,"


def test_three_hundred_people_get_their_own_and_nothing_of_anybody_is_left(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over STARTTLS, with a user and a password; whose letter it is shows only when it is opened."""
    people = [
        (
            f"p{n:03}",
            f"Anna {chr(65 + n % 26)}{chr(65 + n // 26)} Example",
            f"19{n % 70 + 20}-03-05",
        )
        for n in range(300)
    ]
    texts = ("short", "second", "short+second")
    lines = [
        f"{ref},{texts[n % 3]},{name},{born},2026-12-01T09:30,,{ref}@example.org,"
        f"{'yes' if n % 10 == 1 else ''},{f'river-{n:03}' if n % 2 else ''}"
        for n, (ref, name, born) in enumerate(people)
    ]
    rows(home, *lines)
    papers = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(papers[0]))
    with post_office(papers) as office:
        server = f"smtp://office%40clinic.example@localhost:{office.port}"
        words = ("mail", "today.csv", "--as-of", DAY, "--yes")
        done = typed(home, None, *words, HANDOUTS_SMTP=server, HANDOUTS_SMTP_PASSWORD=PASSWORD)
    assert done.exit_code == 0, done.output
    assert done.stdout.endswith("\n300 letters accepted by the server\n")
    # The server tries itself; we knock first, and STARTTLS counts anew each time.
    assert office.connections == 1 + 2 + 2
    assert sorted(one.to for one in office.taken) == [f"{ref}@example.org" for ref, _, _ in people]
    given = codes(home)
    for n, (ref, name, _) in enumerate(people):
        (letter,) = office.to(f"{ref}@example.org")
        open_ = n % 10 == 1
        password = None if open_ else f"river-{n:03}" if n % 2 else given[ref]
        for body in bodies(letter):
            assert ("You told us that you want this without a password." in body) is open_
            assert ("You will be asked for a password." in body) is not open_
            assert "December\u00a01, 2026" in body
            assert "312-555-0142" in body
        many = [f"visit-info-2026-12-01-{one}.pdf" for one in (1, 2)]
        assert [file for file, _ in letter.pdfs] == (
            many if n % 3 == 2 else ["visit-info-2026-12-01.pdf"]
        )
        for _, pdf in letter.pdfs:
            seen = words_of(pdf, password)
            assert [other for other, named, _ in people if named in seen] == [ref]
            assert name in seen
    judged(office.taken[:8:2], given, tmp_path)
    # Nothing of anybody is left but in the letters and in the list of codes.
    secrets = [part for person in people for part in person[1:]]
    secrets += [*given.values(), *(f"river-{n:03}" for n in range(300)), "short", "second"]
    note = "note: each page of second-en, short-en says that it is a draft\n"
    assert note in done.output
    told = done.output.replace(note, "") + "".join(map(envelope, office.taken))
    left = [home / "outbox.db", *(path for path in (home / "outbox").rglob("*") if path.is_file())]
    assert sorted(path.name for path in left) == [".gitignore", ".key", ".lock", "outbox.db"]
    told += "".join(path.read_bytes().decode("latin-1") for path in left)
    assert [secret for secret in secrets if secret in told] == []
    assert {path.stat().st_mode & 0o077 for path in left if path.name != ".gitignore"} == {0}


def judged(letters: list[Taken], given: dict[str, str], folder: Path) -> None:
    """Unlocked, each sheet of these letters passes both judges."""
    unlocked = []
    for letter in letters:
        ref = letter.to.partition("@")[0]
        with pytest.raises(pypdfium2.PdfiumError):
            pypdfium2.PdfDocument(letter.pdfs[0][1])
        with pikepdf.open(BytesIO(letter.pdfs[0][1]), password=given[ref]) as sheet:
            sheet.save(folder / f"{ref}.pdf")
        unlocked.append(folder / f"{ref}.pdf")
    assert judge(*unlocked, flavours=("ua1",)) == []
    assert outloud(*unlocked) == []


def envelope(one: Taken) -> str:
    """All of a letter but its bodies, decoded: whom it is for, its heads, the names of its files."""
    heads = [f"{name}: {value}\n" for part in one.message.walk() for name, value in part.items()]
    return "".join([one.sender, one.to, *heads, *(file for file, _ in one.pdfs)])


def test_whoever_is_mailed_twice_gets_nothing_new_and_a_changed_sheet_is_asked_about(
    home: Path, office: PostOffice
) -> None:
    rows(home, ANNA)
    assert mailed(home, office).exit_code == 0
    again = mailed(home, office)
    assert again.stdout.startswith("0 letters to mail\nnot mailed: row 2 (A-17): it was sent on ")
    assert again.stdout.endswith("(--again asks about it)\nThere is no letter to send.\n")
    # In capitals, with a space and with more columns it is the same letter.
    rows(home, ANNA.replace("a17@example.org", " A17@Example.ORG "))
    assert "0 letters to mail\n" in mailed(home, office).stdout
    (home / AT).write_text(varied({"One thing.": "Another thing."}))
    left = mailed(home, office)
    assert "not mailed: row 2 (A-17) was mailed for the same visit on 20" in left.stdout
    assert len(office.taken) == 1
    refused = mailed(home, office, says="n\n")
    assert "Mail it now? [y/N]" in refused.output
    assert len(office.taken) == 1
    agreed = mailed(home, office, says="y\ny\n")
    assert agreed.exit_code == 0, agreed.output
    assert len(office.taken) == 2
    # What was there first is no longer what she goes by: it is asked about, too.
    (home / AT).write_text(SHORT)
    assert "not mailed: row 2 (A-17) was mailed for the same visit on 20" in (
        mailed(home, office).stdout
    )
    rows(home, ANNA.replace("09:30", "11:00"))
    assert "was mailed for the same visit" in mailed(home, office).stdout
    rows(home, ANNA.replace("a17@", "other@"))
    assert "was mailed for the same visit" in mailed(home, office).stdout
    # Who has lost a letter may have it again, as often as somebody says so.
    rows(home, ANNA)
    for count in (3, 4):
        assert mailed(home, office, "--again", says="y\ny\n").exit_code == 0
        assert len(office.taken) == count
    assert len(mailed(home, office, "--again").stdout.splitlines()) == 3
    office.taken.pop()
    office.taken.pop()
    # Another visit is another letter.
    rows(home, ANNA.replace("12-01T", "12-29T"))
    assert mailed(home, office).exit_code == 0
    assert len(office.taken) == 3


def test_rows_that_are_one_letter_two_or_none(home: Path, office: PostOffice) -> None:
    born = "1962-03-05,2026-12-01T09:30"
    lines = [
        # One person in two rows, with two sheets.
        f"A-17,short,Anna Example,{born},,a17@example.org,,",
        f"a-17,second,Anna Example,{born},,A17@example.org,,",
        # Two people with one address.
        f"B-1,short,Ben Example,{born},,b@example.org,,river-1",
        f"B-2,short,Bea Example,{born},,b@example.org,,river-2",
        # Two people with no name on their sheets, at one address; one in letters of their own.
        "N-1,short,,,2026-12-01T09:30,,n@example.org,,river-3",
        "N-2,short,,,2026-12-01T09:30,,n@example.org,,river-4",
        f"J-1,short,Jo Example,{born},,jürgen@example.org,yes,",
        # Two editions, of which the one has another code.
        f"L-1,short,Lu Example,{born},,l@example.org,Yes,",
        f"L-1,short,Lu Example,{born},,l@example.org,yes,,large-print",
        # A name that would be a head of a letter, if it stood in one.
        f'M-1,short,"Mia Example\nBcc: x@example.org",{born},,m@example.org,yes,',
        # Two languages.
        f"C-1,short,Carla Example,{born},es,c@example.org,,",
        # Who agreed, who did not, and who did both.
        f"D-1,short,Dora Example,{born},,d1@example.org,YES,",
        f"D-2,short,Dana Example,{born},,d2@example.org,no,",
        f"D-3,short,Dina Example,{born},,d3@example.org,yes,",
        f"D-3,second,Dina Example,{born},,d3@example.org,,",
        f"D-4,short,Dilan Example,{born},,d4@example.org,maybe,",
        # No address, two of them, and one of a server abroad.
        f"E-1,short,Eva Example,{born},,,,",
        f"E-2,short,Eda Example,{born},,e@example.org;e2@example.org,,",
        f"E-3,short,Ela Example,{born},,e3@bücher.example,,",
        f'E-4,short,Edi Example,{born},,"e4@example.org\nBcc: x@example.org",,',
        # Whose second row has a mistake gets nothing yet.
        f"F-1,short,Fay Example,{born},,f1@example.org,,",
        f"F-1,shrot,Fay Example,{born},,f1@example.org,,",
    ]
    rows(home, *(line + "," * ("large" not in line) for line in lines), heads=f"{HEADS},edition")
    done = mailed(home, office)
    assert done.exit_code == 1
    assert sorted(one.to for one in office.taken) == [
        "a17@example.org",
        "b@example.org",
        "b@example.org",
        "c@example.org",
        "d1@example.org",
        "e3@xn--bcher-kva.example",
        "jürgen@example.org",
        "l@example.org",
        "m@example.org",
        "n@example.org",
        "n@example.org",
    ]
    (mia,) = office.to("m@example.org")
    assert mia.message["Bcc"] is None
    assert "Mia Example Bcc: x@example.org" in words_of(mia.pdfs[0][1])
    (lu,) = office.to("l@example.org")
    assert ["STD" in words_of(pdf) for _, pdf in lu.pdfs] == [True, False]
    assert ["LP" in words_of(pdf) for _, pdf in lu.pdfs] == [False, True]
    for letter, password in zip(office.to("n@example.org"), ("river-3", "river-4"), strict=True):
        assert "One thing." in words_of(letter.pdfs[0][1], password)
    (jo,) = office.to("jürgen@example.org")
    assert jo.message["To"] == "jürgen@example.org"
    (anna,) = office.to("a17@example.org")
    assert [name for name, _ in anna.pdfs] == [
        "visit-info-2026-12-01-1.pdf",
        "visit-info-2026-12-01-2.pdf",
    ]
    both = [
        words_of(letter.pdfs[0][1], password)
        for letter, password in zip(office.to("b@example.org"), ("river-1", "river-2"), strict=True)
    ]
    assert ["Ben Example" in both[0], "Bea Example" in both[1]] == [True, True]
    (carla,) = office.to("c@example.org")
    assert carla.message["Subject"] == "Información para su visita"
    assert carla.message["Content-Language"] == "es"
    assert [file for file, _ in carla.pdfs] == ["info-visita-2026-12-01.pdf"]
    assert "Una cosa." in words_of(carla.pdfs[0][1], codes(home)["C-1"])
    (dora,) = office.to("d1@example.org")
    assert "Dora Example" in words_of(dora.pdfs[0][1])
    assert "not mailed: row 14 (D-2): its `consent` is no\n" in done.stdout
    odd = "`consent` differs in rows 15 and 16, which are one letter (write the same into each)"
    held_back = "not mailed: row 22 (F-1): another row of the same person has a mistake\n"
    assert held_back in done.stdout
    assert done.stderr.splitlines()[-7:] == [
        f"today.csv:15: {odd}",
        f"today.csv:16: {odd}",
        "today.csv:17: `consent` is neither yes nor no (write yes or no, or leave it empty)",
        "today.csv:18: `email` is empty (write such as anna@example.org)",
        "today.csv:19: `email` holds more than one address (write one, and a row for each person)",
        "today.csv:21: `email` holds more than one address (write one, and a row for each person)",
        "today.csv:23: `treatment` names a text that there is not (did you mean `short`?)",
    ]
    assert "Example" not in done.output.replace("Example Clinic", "")
    listed = typed(home, None, "outbox", "list", "--all")
    assert listed.stdout.startswith("11 sent\n")
    assert len([line for line in listed.stdout.splitlines() if " sent " in line]) == 11


def test_a_letter_tells_a_server_and_a_reader_what_they_have_to_know(
    home: Path, office: PostOffice
) -> None:
    settings = SETTINGS.replace(
        "mail:\n", "mail:\n  sender_name: Dr. Sample, Office\n  reply_to: nurse@clinic.example\n"
    )
    (home / "clinic.yaml").write_text(settings)
    rows(home, ANNA)
    assert mailed(home, office).exit_code == 0
    (letter,) = office.taken
    message = letter.message
    assert letter.sender == "office@clinic.example"
    assert message["From"] == '"Dr. Sample, Office" <office@clinic.example>'
    assert (message["To"], message["Reply-To"]) == ("a17@example.org", "nurse@clinic.example")
    assert message["Subject"] == "Your visit information"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@clinic.example>")
    assert message["Date"].datetime.tzinfo
    assert all(len(line) <= 998 for line in letter.content.splitlines())
    assert message.get_content_type() == "multipart/mixed"
    plain, html = bodies(letter)
    assert html.splitlines()[:2] == ["<!doctype html>", '<html lang="en">']
    # Both say the same.
    for line in plain.replace("\u00a0", " ").splitlines():
        assert all(words in html.replace("\u00a0", " ") for words in line.split(" (") if words)


def test_a_dry_run_writes_the_letters_and_mails_none(home: Path) -> None:
    rows(home, ANNA, "B-1,short,Ben Example,1958-11-20,,,b1@example.org,,river-1")
    done = typed(home, None, "mail", "today.csv", "--jobs", "1", "--as-of", DAY, "--dry-run")
    assert (done.exit_code, done.stdout) == (
        0,
        "2 letters to mail, with 2 sheets\n"
        "  1 locked with the password of the row\n"
        "  1 locked with a code of out/codes.csv\n"
        "out/mail: 2 letters, none of them mailed\n",
    ), done.output
    files = sorted((home / "out" / "mail").glob("*"))
    assert [path.name for path in files] == ["001-A-17.eml", "002-B-1.eml"]
    assert [path.stat().st_mode & 0o777 for path in files] == [0o600] * 2
    anna, ben = (Taken("", "", path.read_bytes()) for path in files)
    assert "Anna Example" in words_of(anna.pdfs[0][1], codes(home)["A-17"])
    assert "Ben Example" in words_of(ben.pdfs[0][1], "river-1")
    assert [file for file, _ in ben.pdfs] == ["visit-info.pdf"]
    assert "about your care" in bodies(ben)[0]
    assert typed(home, None, "outbox").stdout == "empty\n"


def test_a_sample_goes_to_oneself_and_opens_with_the_code_that_is_shown(
    home: Path, office: PostOffice
) -> None:
    """Even where the person has agreed to have it open: nobody else has."""
    rows(home, ANNA.removesuffix(",,") + ",yes,", ANNA.replace("A-17", "B-1"))
    done = mailed(home, office, "--to-me", "nurse@clinic.example")
    assert done.exit_code == 0, done.output
    (letter,) = office.taken
    assert letter.to == "nurse@clinic.example"
    assert "Anna Example" in words_of(letter.pdfs[0][1], done.stdout.rpartition(" ")[2].strip())
    assert typed(home, None, "outbox").stdout == "empty\n"
    wrong = mailed(home, office, "--to-me", "nurse")
    assert wrong.stderr == (
        "--to-me: this is not an e-mail address (write such as anna@example.org)\n"
    )


def test_nothing_is_mailed_before_somebody_has_seen_it_and_said_yes(
    home: Path, office: PostOffice
) -> None:
    rows(home, *(ANNA.replace("17", str(17 + n)) for n in range(5)))
    shown = mailed(home, office, says="n\n")
    assert shown.stdout.count("\nTo: a") == 3
    assert "Files: visit-info-2026-12-01.pdf (locked with a code of out/codes.csv)" in shown.stdout
    assert shown.stdout.endswith("Nothing was mailed.\n")
    nobody = mailed(home, office, says="")
    assert "Nothing was mailed: nobody is there to answer (see --yes)." in nobody.stderr
    assert nobody.exit_code == 1
    assert office.taken == []
    assert not (home / "out" / "codes.csv").exists()
    assert typed(home, None, "outbox").stdout == "empty\n"


def test_a_person_keeps_their_code_and_a_spreadsheet_may_save_the_list(
    home: Path, office: PostOffice
) -> None:
    rows(home, ANNA)
    mailed(home, office)
    code = codes(home)["A-17"]
    assert len(code) == 12
    assert set(code) <= set("23456789abcdefghjkmnpqrstuvwxyz")
    path = home / "out" / "codes.csv"
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text(path.read_text().replace(",", ";"), encoding="utf-16")
    rows(home, ANNA.replace("12-01T", "12-29T"), ANNA.replace("A-17", "B-1").replace("a17", "b1"))
    mailed(home, office)
    assert codes(home)["A-17"] == code
    assert codes(home)["B-1"] != code
    path.write_text("ref,code\nA-17,\n")
    wrong = mailed(home, office)
    assert "out/codes.csv:2: a cell is missing here" in wrong.stderr


def test_a_day_of_birth_opens_a_sheet_only_where_the_clinic_has_chosen_that(
    home: Path, office: PostOffice
) -> None:
    heads = HEADS.removeprefix("ref,")
    rows(home, ANNA.removeprefix("A-17,"), heads=heads)
    told = mailed(home, office).stderr
    assert "today.csv:2: `ref` is empty (your list of codes needs it" in told
    (home / "clinic.yaml").write_text(SETTINGS + "  passwords: birth_date\n")
    done = mailed(home, office)
    assert done.exit_code == 0, done.output
    assert "1 locked with the date of birth, which is guessed in minutes\n" in done.stdout
    (letter,) = office.taken
    assert "Anna Example" in words_of(letter.pdfs[0][1], "19620305")
    assert "year, month, day" in bodies(letter)[0]
    assert "1962" not in bodies(letter)[0]


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("name: Example\n", "Nobody is named as the sender: write `sender` under `mail` into"),
        ("mail: {sender: office}\n", "clinic.yaml:1: this is not an e-mail address"),
        ("mail: {sender: office@clinic.example}\n", "A letter says who writes it: write the"),
        ("name: E\nmail: {sender: office@clinic.example}\n", "No mail server is named: write"),
        (
            "mail: {server: 'smtp://office:invented-7@mail.example.org'}\n",
            "clinic.yaml:1: `server` holds a password (take it out, change it, and put the new",
        ),
        ("mail: {server: 'imap://mail.example.org'}\n", "`server` is not the address of a mail"),
        ("mail: {passwords: none}\n", "clinic.yaml:1: `passwords` has a value that is not known"),
    ],
)
def test_what_is_not_set_up_is_told(home: Path, settings: str, told: str) -> None:
    (home / "clinic.yaml").write_text(settings)
    rows(home, ANNA)
    done = typed(home, None, "mail", "today.csv", HANDOUTS_SMTP="")
    assert done.exit_code == 1
    assert told in done.stderr
    assert "invented-7" not in done.output


def test_a_file_without_a_column_of_addresses_is_told(home: Path, office: PostOffice) -> None:
    rows(home, "A-17,short,Anna Example", heads="ref,treatment,name")
    assert mailed(home, office).stderr == (
        "today.csv:1: there is no column `email` (write the address of each person there)\n"
    )
