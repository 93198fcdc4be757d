"""Who has signed a text: what a signature covers, which are needed, and what has changed since."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handouts.citations import explained
from handouts.clinic import Role, Signature
from handouts.library import Library
from handouts.model import Text
from handouts.problems import ContentError
from handouts.reading import read
from handouts.readout import ORDER, content, read_out
from handouts.sections import Section
from handouts.statements import Content, Statement, Term
from handouts.translation import is_stale, original

#: The folder of the clinic's that keeps each text as it was signed.
SIGNED = "signed"


@dataclass(frozen=True)
class Signoff:
    """The state of a text on a day: who has signed it as it is written now, and who has not.

    `signatures` hold, one for each role; `missing` are the roles that have still to sign.
    """

    signatures: tuple[Signature, ...]
    missing: tuple[Role, ...]
    overdue: bool
    # Whether the English that it is a translation of has changed.
    stale: bool = False

    @property
    def is_draft(self) -> bool:
        """Whether the clinic's own people have still to sign it, or to look at it anew."""
        return bool(self.missing) or self.overdue or self.stale

    @property
    def day(self) -> date:
        """The day of the last signature that holds; only of what is no draft."""
        return max(signature.day for signature in self.signatures)


@dataclass(frozen=True)
class Change:
    """What a reader sees otherwise than when it was signed: by its key, the old words and the new.

    The key of a statement is its id.
    """

    key: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Since:
    """A signature, whether the text is still as it was signed then, and else what has changed.

    No change is known where the words that were signed are not kept any more, or were altered.
    """

    signature: Signature
    same: bool
    changes: tuple[Change, ...]


def signoff(library: Library, text: Text, day: date) -> Signoff:
    """The state of the text, as it was written, on that day; overdue reviews make drafts (S103)."""
    needed = roles(library, text)
    own = [one for one in _of(library, text) if one.role in needed and one.day <= day]
    if own:
        now = content(wording(library, text))
        own = [one for one in own if one.content == now]
    latest = {one.role: one for one in own}
    return Signoff(
        signatures=tuple(latest[role] for role in needed if role in latest),
        missing=tuple(role for role in needed if role not in latest),
        overdue=text.review_due < day,
        stale=is_stale(library, text),
    )


def roles(library: Library, text: Text) -> tuple[Role, ...]:
    """Who has to sign the text: those the clinic names, and of a translation a translator (S69)."""
    named = tuple(dict.fromkeys(library.clinic.signers))
    if "translator" in named or not original(library, text):
        return named
    return (*named, "translator")


def wording(library: Library, text: Text) -> dict[str, str]:
    """All that a reader sees of the text, in reading order, by a key each; not the brand.

    The key of a statement's words is its id; what belongs to them is `id.sources` and so on; what
    belongs to a section is `section/heading` and so on, to the whole `text/title` and so on. A
    clinic's own templates, which may say anything, and its emergency number count too.
    """
    # Less what is for staff; what has an end is signed with it, and stays.
    text = text.on(date.min)
    terms = explained(text, library.glossaries.get(text.language, ()))
    beside = _beside(library, text, [term for several in terms.values() for term in several])
    return {
        **dict(read_out("text", text)),
        **dict(_of_pictures(library, text)),
        **{name: words for key, part in beside for name, words in read_out(key, part)},
    }


def beside(section: Section) -> dict[str, str]:
    """What a section says beside its statements: heads, labels, counts, weeks, by a key each."""
    hidden = ("kind", "heading", ORDER)
    return {
        key: words
        for key, words in read_out("", section)
        # What begins with a statement's id belongs to the statement.
        if key.startswith(f"{section.id}/") and key.rpartition("/")[2] not in hidden
    }


def since(library: Library, text: Text) -> Since | None:
    """What has changed since the newest signature, whether or not it holds; None without one."""
    signature = max(reversed(_of(library, text)), key=lambda one: one.day, default=None)
    if signature is None:
        return None
    old, new = signed(library, signature), wording(library, text)
    same = content(new) == signature.content
    return Since(signature, same, () if same or not old else tuple(_changed(old, new)))


def signed(library: Library, signature: Signature) -> Mapping[str, str] | None:
    """The words that were signed; None where they are not kept as they were."""
    try:
        data = read(library.folders[0] / kept_as(signature)).data
    except ContentError:
        return None
    said = data.get("said") if isinstance(data, dict) else None
    return said if isinstance(said, dict) and content(said) == signature.content else None


def kept_as(signature: Signature) -> Path:
    """Where in the clinic's folder the words that were signed are kept."""
    name = f"{signature.text}-{signature.language}-{signature.content[:12]}.yaml"
    return Path(SIGNED) / name


def _of(library: Library, text: Text) -> list[Signature]:
    key = text.id, text.language
    return [one for one in library.signatures if (one.text, one.language) == key]


def _changed(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for key in dict.fromkeys((*new, *old)):
        if old.get(key) != new.get(key):
            yield Change(key, old.get(key), new.get(key))
    if list(old) != list(new) and set(old) == set(new):
        yield Change("order", ", ".join(old), ", ".join(new))


def _of_pictures(library: Library, text: Text) -> Iterator[tuple[str, str]]:
    for section in text.sections:
        if section.picture:
            data = library.picture(text, section.picture.file).read_bytes()
            yield f"{section.id}/picture/drawn", hashlib.sha256(data).hexdigest()


def _beside(
    library: Library, text: Text, noted: Sequence[Term]
) -> Iterator[tuple[str, Content | str]]:
    """What stands beside the text's own words: terms, sources, labels."""
    for term in noted:
        yield f"term {term.term}", term.model_copy(update={"also": ()})
    cited: list[Statement | Term] = [*text.statements(), *noted]
    for source in dict.fromkeys(one for part in cited for one in part.sources):
        yield f"source {source}", library.sources[source]
    for name, words in library.labels[text.language].items():
        yield f"label {name}", words
    for name, field in library.fields.items():
        yield f"field {name}", field.labels.get(text.language, name)
    yield "emergency number", library.clinic.emergency_number
    for path in library.files:
        if path.suffix == ".html":
            yield f"template {path.name}", hashlib.sha256(path.read_bytes()).hexdigest()
