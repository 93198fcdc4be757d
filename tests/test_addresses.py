"""E-mail addresses and servers as people write them: the one that is meant, or a plain sentence."""

from email.headerregistry import Address as Party
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.accounts import account
from handouts.addresses import address


@pytest.mark.parametrize(
    ("cell", "mailbox"),
    [
        ("anna@example.org", "anna@example.org"),
        ("  Anna@Example.ORG\u00a0", "Anna@example.org"),
        ("Anna Example <anna@example.org>", "anna@example.org"),
        ('"Example, Anna" <anna@example.org>', "anna@example.org"),
        ("Example, Anna <anna@example.org>", "anna@example.org"),
        ("<anna@example.org>", "anna@example.org"),
        ("mailto:anna@example.org", "anna@example.org"),
        ('"ab"@example.org', "ab@example.org"),
        ('"a b"@example.org', '"a b"@example.org'),
        ("anna@bücher.example", "anna@xn--bcher-kva.example"),
        ("jürgen@example.org", "jürgen@example.org"),
    ],
)
def test_an_address_is_read_as_a_person_means_it(cell: str, mailbox: str) -> None:
    assert address(cell).mailbox == mailbox
    assert address(cell).utf8 is not mailbox.isascii()


def test_capitals_make_nobody_somebody_else() -> None:
    assert address("Anna@Example.org").who == address("anna@example.ORG").who


@pytest.mark.parametrize(
    ("cell", "wrong"),
    [
        ("", "is empty"),
        ("zoe", "is not an e-mail address"),
        ("zoe@example", "is not an e-mail address"),
        ("anna @example.org", "is not an e-mail address"),
        ("anna(home)@example.org", "is not an e-mail address"),
        ("anna@example.org (home)", "is not an e-mail address"),
        ("anna@[127.0.0.1]", "is not an e-mail address"),
        ("anna@example..org", "is not an e-mail address"),
        ("anna@exa\u200bmple.org", "is not an e-mail address"),
        ("anna@example.org; ben@example.org", "holds more than one address"),
        ("anna@example.org,ben@example.org", "holds more than one address"),
        ("anna@example.org <ben@example.org>", "holds more than one address"),
        ("anna@example.org\r\nBcc: ben@example.org", "holds more than one address"),
    ],
)
def test_what_is_no_single_address_is_told_without_a_word_of_it(cell: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong) as told:
        address(cell)
    assert not cell or cell not in str(told.value)


@given(st.text() | st.from_regex(r"[^@]{1,20}@[^@]{1,20}", fullmatch=True))
def test_whatever_a_cell_holds_an_address_is_one_line_and_one_mailbox(cell: str) -> None:
    try:
        found = address(cell)
    except ValueError:
        return
    assert found.mailbox.isprintable()
    assert found.domain.isascii()
    message = EmailMessage(SMTP)
    message["To"] = Party(addr_spec=found.mailbox)
    assert [one.addr_spec for one in message["To"].addresses] == [found.mailbox]


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("smtp://mail.example.org", ("smtp", "mail.example.org", 587, None)),
        ("smtps://mail.example.org", ("smtps", "mail.example.org", 465, None)),
        ("smtp://office@mail.example.org:25", ("smtp", "mail.example.org", 25, "office")),
        ("smtp://a%40b.org@mail.example.org", ("smtp", "mail.example.org", 587, "a@b.org")),
        ("smtp://a@b.org@mail.example.org:587/", ("smtp", "mail.example.org", 587, "a@b.org")),
        ("smtp://[::1]:1025", ("smtp", "::1", 1025, None)),
    ],
)
def test_a_server_is_read_from_its_address(url: str, told: tuple[object, ...]) -> None:
    found = account(url)
    assert (found.scheme, found.host, found.port, found.user) == told


@pytest.mark.parametrize(
    "url", ["mail.example.org", "https://mail.example.org", "smtp://", "smtp://h:x", "smtp://h/a"]
)
def test_what_is_no_server_is_told(url: str) -> None:
    with pytest.raises(ValueError, match=r"is not the address of a mail server|behind the port"):
        account(url)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(ValueError, match="holds a password") as told:
        account("smtp://office:invented-7@mail.example.org")
    assert "invented-7" not in str(told.value)


@pytest.mark.parametrize(
    ("host", "here"),
    [("localhost", True), ("127.0.0.9", True), ("[::1]", True), ("localhost.example.org", False)],
)
def test_only_this_machine_is_here(host: str, here: bool) -> None:
    assert account(f"smtp://{host}").is_here is here
