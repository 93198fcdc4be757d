"""A signature given: a few lines added to `signoffs.yaml`, and the text kept as it was signed."""

import unicodedata
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import yaml

from handouts.clinic import LONGEST, Role, Signature
from handouts.folders import SIGNOFFS
from handouts.library import Library
from handouts.machine import put
from handouts.model import Text
from handouts.problems import HandoutsError
from handouts.reading import read_text, typed, words_of
from handouts.readout import content
from handouts.signoff import kept_as, roles, signed, wording
from handouts.statements import Statement
from handouts.translation import is_stale

_HEAD = """\
# Who has signed which text, and when. `handouts sign` adds to it. A signature holds as long as all
# that a reader sees of the text is as it was signed (but the clinic's name, phones and colours);
# the texts as they were lie in `signed`.
"""


# What a name may hold beside letters, marks and figures.
_IN_A_NAME = " .,'’-()/&"


class Unsigned(HandoutsError):
    """A text that cannot be signed as it is, or not in that role."""


def uncertain(text: Text) -> Sequence[Statement]:
    """What a signer answers for alone: no source was read in full for it (standard S100)."""
    read = [one for one in text.statements() if not one.staff_only]
    return [one for one in read if one.confidence != "retrieved"]


def signature(library: Library, text: Text, *, by: str, role: Role, day: date) -> Signature:
    """A signature of the text as it is now; Unsigned where nobody needs it in that role."""
    needed = roles(library, text)
    if role not in needed:
        raise Unsigned(
            f"Nobody has to sign `{text.id}` as {role}: this clinic asks for {', '.join(needed)}."
        )
    if is_stale(library, text):
        raise Unsigned(
            f"The English of `{text.id}` is not the one that it was translated from: see what "
            f"`handouts check {text.id} --language {text.language}` tells."
        )
    by = unicodedata.normalize("NFC", " ".join(by.split()))
    if not 0 < len(by) <= LONGEST:
        raise Unsigned(f"A name of at most {LONGEST} letters has room on a page.")
    if not all(letter in _IN_A_NAME or letter.isalnum() or _is_mark(letter) for letter in by):
        raise Unsigned("A name is made of letters, figures, blanks and . , ' - ( ) / & alone.")
    said = content(wording(library, text))
    return Signature(text=text.id, language=text.language, content=said, role=role, by=by, day=day)


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter) in ("Mn", "Mc")


def sign(library: Library, text: Text, given: Signature) -> Path:
    """Where the signature now stands; the words that it is for are kept first."""
    folder = library.folders[0]
    kept = folder / kept_as(given)
    if not signed(library, given):
        put(kept, _record(library, text, given).encode(), within=folder)
    path = folder / SIGNOFFS
    before = words_of(path) if library.signatures else _HEAD
    line = yaml.safe_dump([given.model_dump()], allow_unicode=True, sort_keys=False)
    after = before + "\n" * (not before.endswith("\n")) + line
    # What was written by hand may leave no room for one more.
    whole = read_text(after, SIGNOFFS)
    for i, data in enumerate(whole.data):
        typed(Signature, whole, (i,), data)
    return put(path, after.encode(), within=folder)


def _record(library: Library, text: Text, given: Signature) -> str:
    """The words as they are signed, for a person to read and a later one to be held against."""
    said = {
        "text": given.text,
        "language": given.language,
        "content": given.content,
        "said": wording(library, text),
    }
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=100)
