"""All that a reader sees of a part of a text, piece by piece, by a key each."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from handouts.sections import Section
from handouts.statements import Content, Statement

#: The end of a key that tells which statements stand there, in their order.
ORDER = "order"

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


def read_out(key: str, value: Any) -> Iterator[tuple[str, str]]:
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
                yield from read_out(f"{key}/{i}", part)
        case _:
            yield key, str(value)


def _fields_of(key: str, part: Content, but: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    for name in type(part).model_fields:
        if name not in _UNSEEN and name not in but:
            yield from read_out(f"{key}{name}", getattr(part, name))


def content(said: Mapping[str, str]) -> str:
    """The hash of such words, in their order: SHA-256, in hexadecimal digits."""
    return hashlib.sha256(json.dumps(list(said.items()), ensure_ascii=False).encode()).hexdigest()
