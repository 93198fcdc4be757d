"""The locked PDF: who can open it, and that behind its lock it is the printed one."""

import re
import struct
import subprocess
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pypdf
import pypdfium2
import pytest
from helpers import tags, without_furniture
from hypothesis import given, settings
from hypothesis import strategies as st
from judges import judge

from handouts.press import Document
from handouts.protect import locked, spelt

PASSWORD = "Blue heron 1962"
STREAM = re.compile(rb"(<<[^\n]*>>)\nstream\n(.*?)\nendstream\nendobj\n", re.DOTALL)

# Letters that SASLprep leaves as they are, and that are read from the left.
LETTERS = st.characters(categories=["L", "M", "N", "P", "S"]).filter(
    lambda letter: unicodedata.bidirectional(letter) not in ("R", "AL") and _is_same(letter)
)


def _is_same(password: str) -> bool:
    """Whether the password is allowed, and spelt as it is written."""
    try:
        return spelt(password) == password.encode()
    except ValueError:
        return False


@pytest.fixture(scope="module")
def plain(annas: Document) -> bytes:
    return annas.pdf


@pytest.fixture(scope="module")
def safe(plain: bytes) -> bytes:
    return locked(plain, PASSWORD)


@pytest.fixture(scope="module")
def stamped(plain: bytes) -> bytes:
    """The copy as if it were made the fast way: a page and a tag come with an update."""
    with pikepdf.open(BytesIO(plain)) as opened:
        page = opened.pages[0].Contents
        tag = next(one for one in opened.objects if one.get("/S") == "/Span")
        ink = page.read_bytes() + b"% for Anna Example"
        words = tag.unparse(resolved=True)[:-2] + rb"/ActualText (Anna \(Example\))>>"
        numbers = page.objgen[0], tag.objgen[0]
    stream = b"<</Length %d>>\nstream\n%b\nendstream" % (len(ink), ink)
    return updated(plain, dict(zip(numbers, (stream, words), strict=True)))


def updated(pdf: bytes, objects: Mapping[int, bytes]) -> bytes:
    """The PDF and an update with these objects, as the press of copies writes it."""
    size = int(re.findall(rb"/Size (\d+)", pdf)[-1])
    trailer = re.findall(rb"/Root \d+ 0 R/Info \d+ 0 R/ID \[[^\]]*\]", pdf)[-1]
    before, places = re.findall(rb"startxref\n(\d+)\n", pdf)[-1], []
    for number, words in objects.items():
        places.append((number, len(pdf)))
        pdf += b"%d 0 obj\n%b\nendobj\n" % (number, words)
    end = len(pdf)
    rows = b"".join(struct.pack(">BIB", 1, place, 0) for _, place in [*places, (size, end)])
    index = b" ".join(b"%d 1" % number for number, _ in [*places, (size, end)])
    told = b"<</Type /XRef/W [1 4 1]/Index [%b]/Size %d/Prev %b%b/Length %d>>"
    pdf += b"%d 0 obj\n" % size + told % (index, size + 1, before, trailer, len(rows))
    return pdf + b"\nstream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (rows, end)


def unlocked(pdf: bytes, password: str = PASSWORD) -> bytes:
    """The PDF as whoever has the password sees it, written without its lock."""
    file = BytesIO()
    with pikepdf.open(BytesIO(pdf), password=password) as opened:
        opened.save(file, fix_metadata_version=False)
    return file.getvalue()


def opens(pdf: bytes, password: str) -> bool:
    """Whether it opens with this password."""
    try:
        pikepdf.open(BytesIO(pdf), password=password).close()
    except pikepdf.PasswordError:
        return False
    return True


def said(pdf: bytes, password: str = "") -> dict[int, tuple[bytes, bytes]]:
    """What the objects say by their numbers, but for streams that hold or list others, and XMP."""
    with pikepdf.open(BytesIO(pdf), password=password) as opened:
        return {one.objgen[0]: told for one in opened.objects if (told := _said(one))}


def _said(one: pikepdf.Object) -> tuple[bytes, bytes] | None:
    if not isinstance(one, pikepdf.Stream):
        return one.unparse(resolved=True), b""
    if one.get("/Type") in ("/ObjStm", "/XRef", "/Metadata"):
        return None
    # An encrypted stream is longer by a vector and some padding.
    told = re.sub(rb"/Length \d+", b"", one.stream_dict.unparse(resolved=True))
    return told, one.read_raw_bytes()


def streams(pdf: bytes) -> Iterator[bytes]:
    """The bytes of all streams as they stand there, but for the list of the objects."""
    return (body for told, body in STREAM.findall(pdf) if b"/Type /XRef" not in told)


def inflated(pdf: bytes) -> bytes:
    """All that stands in a PDF for somebody without a password who inflates what can be."""
    return pdf + b"".join(filter(None, map(_inflated, re.findall(STREAM, pdf))))


def _inflated(stream: tuple[bytes, bytes]) -> bytes:
    try:
        return zlib.decompress(stream[1])
    except zlib.error:
        return b""


def xmp(pdf: bytes, password: str = "") -> bytes:
    with pikepdf.open(BytesIO(pdf), password=password) as opened:
        return opened.Root.Metadata.read_bytes()


def kept(pdf: bytes) -> dict[str, object]:
    """What a reader uses beside the text."""
    reader = pypdf.PdfReader(BytesIO(pdf))
    root = reader.trailer["/Root"]
    return {
        "tags": [(tag.get("/S"), tag.get("/ActualText"), tag.get("/Alt")) for tag in tags(pdf)],
        "title": reader.metadata,
        "language": root["/Lang"],
        "wishes": root["/ViewerPreferences"],
        "outline": re.findall(r"'/Title': '[^']+'", str(reader.outline)),
        "pages": len(reader.pages),
    }


def poppler(pdf: bytes, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    path = folder / "locked.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdftotext", *options, path, "-"], capture_output=True, text=True)


def test_it_opens_with_its_password_and_with_no_other(safe: bytes) -> None:
    assert opens(safe, PASSWORD)
    for other in ("", "blue heron 1962", f"{PASSWORD} ", PASSWORD[:-1]):
        assert not opens(safe, other)


def test_it_opens_in_pypdf_with_its_password_only(safe: bytes, plain: bytes) -> None:
    reader = pypdf.PdfReader(BytesIO(safe))
    assert reader.decrypt("") == reader.decrypt("heron") == pypdf.PasswordType.NOT_DECRYPTED
    assert reader.decrypt(PASSWORD) == pypdf.PasswordType.USER_PASSWORD
    first = pypdf.PdfReader(BytesIO(plain)).pages[0].extract_text()
    assert reader.pages[0].extract_text() == first


def test_it_opens_in_poppler_with_its_password_only(
    safe: bytes, plain: bytes, tmp_path: Path
) -> None:
    for options in ((), ("-upw", "heron"), ("-opw", "heron")):
        assert "Incorrect password" in poppler(safe, tmp_path, *options).stderr
    read = poppler(safe, tmp_path, "-upw", PASSWORD)
    assert "Anna Example" in read.stdout
    assert read.stdout == poppler(plain, tmp_path).stdout
    assert read.stderr == ""


def test_it_opens_in_pdfium_with_its_password_only(safe: bytes, plain: bytes) -> None:
    for other in (None, "heron"):
        with pytest.raises(pypdfium2.PdfiumError, match="password"):
            pypdfium2.PdfDocument(safe, password=other)
    pages = pypdfium2.PdfDocument(safe, password=PASSWORD)
    assert len(pages) == len(pypdfium2.PdfDocument(plain))


def test_the_lock_is_the_newest_of_the_standard_and_covers_the_metadata(safe: bytes) -> None:
    with pikepdf.open(BytesIO(safe), password=PASSWORD) as opened:
        lock, told = opened.trailer.Encrypt, opened.encryption
        assert (told.R, told.V, told.bits, lock.CF.StdCF.CFM) == (6, 5, 256, "/AESV3")
        assert (lock.StmF, lock.StrF, lock.EncryptMetadata) == ("/StdCF", "/StdCF", True)
        assert opened.user_password_matched
        assert not opened.owner_password_matched
    assert b"rdf:RDF" not in inflated(safe)


def test_all_is_allowed_but_to_change_the_sheet(safe: bytes) -> None:
    with pikepdf.open(BytesIO(safe), password=PASSWORD) as opened:
        refused = {name for name, allowed in opened.allow._asdict().items() if not allowed}
        bits = opened.encryption.P
    assert refused == {"modify_other", "modify_assembly"}
    assert bits & 1 << 10 - 1, "PDF/UA-1, 7.16: a screen reader may read it"


def test_the_permissions_are_told_twice_and_agree(
    safe: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    # pypdf tells in its log when they don't.
    pypdf.PdfReader(BytesIO(safe), password=PASSWORD)
    assert caplog.records == []


def test_behind_the_lock_every_object_is_the_printed_one(safe: bytes, plain: bytes) -> None:
    printed, now = said(plain), said(safe, PASSWORD)
    assert now.items() >= printed.items()
    # More than that there is only the lock itself.
    assert len(now) == len(printed) + 1


def test_text_tags_title_language_outline_and_pages_are_kept(safe: bytes, plain: bytes) -> None:
    assert without_furniture(unlocked(safe)) == without_furniture(plain)
    assert kept(unlocked(safe)) == kept(plain)
    assert kept(plain)["language"] == "en"
    assert len(str(kept(plain)["outline"])) > 100


def test_it_keeps_its_marks(safe: bytes, plain: bytes) -> None:
    (marks,) = re.findall(rb"/ID \[[^\]]*\]", plain)
    assert safe.count(marks) == 1


def test_it_claims_ua_and_no_archive_and_says_the_rest_as_before(safe: bytes, plain: bytes) -> None:
    before, after = xmp(plain), xmp(safe, PASSWORD)
    ElementTree.fromstring(after)
    assert b'pdfaid:part="2"' in before
    assert b"pdfaid" not in after
    assert b"<pdfuaid:part>1</pdfuaid:part>" in after
    claim = rb' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"', b' pdfaid:part="2"'
    for words in (*claim, b' pdfaid:conformance="A"'):
        before = before.replace(words, b"")
    assert after == before


def test_behind_the_lock_it_is_accessible_as_the_judge_says(
    safe: bytes, stamped: bytes, tmp_path: Path
) -> None:
    files = {"full.pdf": safe, "stamped.pdf": locked(stamped, PASSWORD)}
    for name, pdf in files.items():
        (tmp_path / name).write_bytes(unlocked(pdf))
    assert judge(*(tmp_path / name for name in files), flavours=("ua1",)) == []


def test_two_copies_share_no_block_that_is_encrypted(safe: bytes, plain: bytes) -> None:
    bodies = [*streams(safe), *streams(locked(plain, PASSWORD))]
    blocks = [body[at : at + 16] for body in bodies for at in range(0, len(body), 16)]
    assert len(bodies) > 100
    assert {len(block) for block in blocks} == {16}
    assert len(set(blocks)) == len(blocks)


def test_neither_the_password_nor_the_name_can_be_read(stamped: bytes) -> None:
    assert b"Anna" in inflated(stamped)
    safe = locked(stamped, PASSWORD)
    for words in ("Anna", "Example", "IVIG", "Handouts", PASSWORD, "heron"):
        for letters in (words.encode(), words.encode("utf-16-be"), words.encode().hex().encode()):
            assert letters not in inflated(safe)


def test_a_copy_made_the_fast_way_is_locked_whole(stamped: bytes, plain: bytes) -> None:
    safe = locked(stamped, PASSWORD)
    words, now = said(stamped), said(safe, PASSWORD)
    assert now.items() >= words.items()
    changed = {number for number, told in said(plain).items() if words[number] != told}
    assert len(changed) == 2
    assert any(b"Anna" in told + body for told, body in (now[number] for number in changed))
    assert "Anna (Example)" in str(kept(unlocked(safe))["tags"])
    assert without_furniture(unlocked(safe)) == without_furniture(plain)


def test_what_an_update_replaces_is_left_out(stamped: bytes, plain: bytes) -> None:
    safe = locked(stamped, PASSWORD)
    numbers = re.findall(rb"^(\d+) 0 obj$", safe, re.MULTILINE)
    assert len(numbers) == len(set(numbers))
    assert safe.count(b"startxref") == safe.count(b"/Type /XRef") == 1
    assert b"/Prev" not in safe
    # One more holds the tag; the page's own, which is not compressed any more, stands there once.
    assert len(list(streams(safe))) == len(list(streams(plain))) + 1


def test_an_update_of_an_update_is_locked_too(stamped: bytes) -> None:
    number = min(n for n, (told, _) in said(stamped).items() if b"/StructElem" in told)
    twice = updated(stamped, {number: b"<</Type /StructElem/S /P/ActualText (Bela)>>"})
    thrice = updated(twice, {number: b"<</Type /StructElem/S /P/ActualText (Anna)>>"})
    now = said(locked(thrice, PASSWORD), PASSWORD)
    assert b"Anna" in now[number][0]
    assert now.items() >= said(thrice).items()


@pytest.mark.parametrize(
    "password",
    [
        "Łucja Őri",
        "Ελένη",
        "Щербакова",
        "שרה לוי",
        "محمد",
        "密码 7",
        "a b",
        "p" * 127,
        "é" * 63,
        "\\()<>",
    ],
)
def test_a_password_may_have_any_letters(password: str, plain: bytes) -> None:
    safe = locked(plain, password)
    assert opens(safe, password)
    assert pypdf.PdfReader(BytesIO(safe)).decrypt(password) == pypdf.PasswordType.USER_PASSWORD
    assert len(pypdfium2.PdfDocument(safe, password=password)) > 0


def test_an_accent_may_be_typed_in_two_ways(plain: bytes) -> None:
    one, two = (unicodedata.normalize(form, "Žižková é") for form in ("NFC", "NFD"))
    assert one != two
    for typed in (one, two):
        safe = locked(plain, typed)
        assert opens(safe, one)
        # pypdf brings what is typed into one form, as the standard says, and qpdf does not.
        assert pypdf.PdfReader(BytesIO(safe)).decrypt(two) == pypdf.PasswordType.USER_PASSWORD


@pytest.mark.parametrize(
    ("typed", "spelling"),
    [
        ("I\u00adX", "IX"),
        ("user", "user"),
        ("USER", "USER"),
        ("\u00aa", "a"),
        ("\u2168", "IX"),
        ("a\u00a0b", "a b"),
    ],
)
def test_a_password_is_spelt_as_the_standard_says(typed: str, spelling: str) -> None:
    # The first five are the examples of RFC 4013.
    assert spelt(typed) == spelling.encode()


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "may not be empty"),
        ("\u00ad\u200d", "may not be empty"),
        ("secret\t7", "choose other letters"),
        ("secret\u0007", "choose other letters"),
        ("secret\ud800", "choose other letters"),
        ("\u202esecret", "choose other letters"),
        ("\u0627secret", "choose other letters"),
        ("\u06271", "choose other letters"),
        ("secret" * 22, "127 letters at most"),
        ("é" * 64, "127 letters at most"),
    ],
)
def test_a_password_that_cannot_be_used_is_refused_and_not_repeated(
    password: str, reason: str, plain: bytes
) -> None:
    with pytest.raises(ValueError, match=reason) as refused:
        locked(plain, password)
    assert "secret" not in str(refused.value)
    assert refused.value.__cause__ is None


@settings(max_examples=50, deadline=None)
@given(password=st.text(LETTERS, min_size=1, max_size=40).filter(_is_same))
def test_whatever_is_typed_opens_what_it_locked(plain: bytes, password: str) -> None:
    safe = locked(plain, password)
    assert opens(safe, password)
    assert not opens(safe, password + "x")


def moved(pdf: bytes) -> bytes:
    return pdf.replace(b"\n3 0 obj", b"\n\n3 0 obj", 1)


def with_a_table(pdf: bytes) -> bytes:
    """The PDF as another program writes it."""
    file = BytesIO()
    pypdf.PdfWriter(clone_from=BytesIO(pdf)).write(file)
    return file.getvalue()


def longer(pdf: bytes) -> bytes:
    length = re.search(rb"/Length (\d+)>>\nstream", pdf)
    assert length
    return pdf.replace(length[0], b"/Length %d>>\nstream" % (int(length[1]) + 1), 1)


def with_a_stray_object(pdf: bytes) -> bytes:
    return updated(pdf, {1: b"<<>>\nendobj\n1 0 obj\n<</Type /Pages>>"})


# Metadata that say nothing, deflated.
EMPTY = b"<</Type /Metadata/Length 8>>\nstream\nx\x9c\x03\0\0\0\0\1\nendstream"

STRANGE: dict[str, Callable[[bytes], bytes]] = {
    "is empty": lambda pdf: b"",
    "says nothing": lambda pdf: b"%PDF-1.7\nstartxref\n9\n%%EOF\n",
    "ends early": lambda pdf: pdf[:-7],
    "begins late": lambda pdf: pdf[1:],
    "goes on": lambda pdf: pdf + b"\n",
    "is locked": lambda pdf: locked(pdf, PASSWORD),
    "has a table": with_a_table,
    "has moved": moved,
    "is of another version": lambda pdf: pdf.replace(b"%PDF-1.7", b"%PDF-1.4"),
    "has a stream of another length": longer,
    "has a string in a dictionary": lambda pdf: pdf.replace(
        b"/Type /XObject", b"/Type (Object)", 1
    ),
    "has a short string there": lambda pdf: pdf.replace(
        b"/S /Transparency", b"/S <01234567890>", 1
    ),
    "has no metadata": lambda pdf: pdf.replace(b"/Type /Metadata", b"/Type /Masadata"),
    "has nothing that holds others": lambda pdf: pdf.replace(b"/Type /ObjStm", b"/Type /ObjSpm"),
    "has wide lines": lambda pdf: re.sub(rb"/W \[1 3", b"/W [1 2", pdf),
    "lists too few": lambda pdf: re.sub(rb"/Index \[0 (\d)", rb"/Index [1 \1", pdf),
    "has a broken list": lambda pdf: pdf[:-60] + b"\0" + pdf[-59:],
    "has an array": lambda pdf: updated(pdf, {1: b"[1 2 3]"}),
    "has an open stream": lambda pdf: updated(pdf, {1: b"<</Length 3>>\nstream\nabc"}),
    "has a stray object": with_a_stray_object,
    "claims no archive": lambda pdf: updated(pdf, {metadata(pdf): EMPTY}),
}


def metadata(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return opened.Root.Metadata.objgen[0]


@pytest.mark.parametrize("how", STRANGE)
def test_what_the_press_does_not_write_is_not_locked(how: str, plain: bytes) -> None:
    strange = STRANGE[how](plain)
    assert strange != plain
    with pytest.raises(ValueError, match=r"\w"):
        locked(strange, PASSWORD)
