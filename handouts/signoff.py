"""Who has signed a text: what a signature covers, which are needed, and what has changed since."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from handouts.citations import explained
from handouts.clinic import Role, Signature
from handouts.library import Library
from handouts.model import Text
from handouts.problems import ContentError
from handouts.reading import read
from handouts.sections import Section
from handouts.statements import Content, Statement, Term

#: The end of a key that tells which statements stand there, in their order.
ORDER = "order"
#: The folder of the clinic's that keeps each text as it was signed.
SIGNED = "signed"

# What nobody reads: how a page is set, and what is for the program.
_UNSEEN = {"id", "language", "updated", "must_print", "never_print", "accepted", "explains"}
_UNSEEN |= {
    "setting",
    "starts_page",
    "lines",
    "high_risk",
    "clinic_setting",
    "staff_only",
    "merges",
}


@dataclass(frozen=True)
class Signoff:
    """The state of a text on a day: who has signed it as it is written now, and who has not.

    `signatures` hold, one for each role; `missing` are the roles that have still to sign.
    """

    signatures: tuple[Signature, ...]
    missing: tuple[Role, ...]
    overdue: bool

    @property
    def is_draft(self) -> bool:
        """Whether the clinic's own people have still to sign it, or to review it anew."""
        return bool(self.missing) or self.overdue

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
    )


def roles(library: Library, text: Text) -> tuple[Role, ...]:
    """Who has to sign the text: those the clinic names, and of a translation a translator (S69)."""
    named = tuple(dict.fromkeys(library.clinic.signers))
    translated = text.language != "en" and (text.id, "en") in library.texts
    return named if "translator" in named or not translated else (*named, "translator")


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
        **dict(_flat("text", text)),
        **dict(_of_pictures(library, text)),
        **{name: words for key, part in beside for name, words in _flat(key, part)},
    }


def beside(section: Section) -> dict[str, str]:
    """What a section says beside its statements: heads, labels, counts, weeks, by a key each."""
    hidden = ("kind", "heading", ORDER)
    return {
        key: words
        for key, words in _flat("", section)
        # What begins with a statement's id belongs to the statement.
        if key.startswith(f"{section.id}/") and key.rpartition("/")[2] not in hidden
    }


def content(said: Mapping[str, str]) -> str:
    """The hash of such words, in their order: SHA-256, in hexadecimal digits."""
    return hashlib.sha256(json.dumps(list(said.items()), ensure_ascii=False).encode()).hexdigest()


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


def _flat(key: str, value: Any) -> Iterator[tuple[str, str]]:
    """Each value within, by the keys that lead to it; a statement by its id."""
    match value:
        case None | False | ():
            return
        case Statement():
            yield value.id, value.text
            yield from _fields_of(f"{value.id}.", value, but={"text"})
        case Section():
            yield from _fields_of(f"{value.id}/", value)
        case Content():
            yield from _fields_of(f"{key}/", value)
        case tuple():
            if ids := [part.id for part in value if isinstance(part, Statement | Section)]:
                # Under which key each stands counts: a sign is moved to no other tier unseen.
                yield f"{key}/{ORDER}", ", ".join(ids)
            for i, part in enumerate(value):
                yield from _flat(f"{key}/{i}", part)
        case _:
            yield key, str(value)


def _fields_of(key: str, part: Content, but: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    for name in type(part).model_fields:
        if name not in _UNSEEN and name not in but:
            yield from _flat(f"{key}{name}", getattr(part, name))


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
