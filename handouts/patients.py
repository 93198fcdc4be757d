"""One person's values: text as it was written -> typed values. A mistake never repeats a value."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from handouts.clinic import Patient, PersonalField
from handouts.model import EDITIONS
from handouts.problems import ContentError, Problem, near
from handouts.reading import Reading

#: What a patient's file may hold beside the fields: who the copy is for, never what it prints.
ABOUT_THE_COPY = ("ref", "language", "edition", "email", "consent", "password")

_LANGUAGE = re.compile(r"[a-z]{2}")
_REF = re.compile(r"[A-Za-z0-9.-]{1,64}")
# Characters that steer text without being seen could make a name read as another (Cc, Cf, Co, Cs).
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
# Joiners are part of the spelling in Arabic and Persian, and hide in other scripts.
_JOINERS = "\u200c\u200d"
# Marks that only choose between forms of a letter, or join what is not there.
_SELECTORS = re.compile("[\u034f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# More marks than any language sets on one letter climb out of the box.
_PILE = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4}"
)


def patient(values: Reading, fields: Mapping[str, PersonalField]) -> Patient:
    """The patient that a file describes; ContentError names every mistake by its key and line."""
    if not isinstance(values.data, dict):
        hint = "write lines such as `name: Anna Example`"
        raise ContentError([Problem(values.place(), "this is not a list of fields", hint)])
    typed, problems = {}, []
    for key, raw in values.data.items():
        place = values.place((key,))
        try:
            typed[key] = _about(key, raw) if key in ABOUT_THE_COPY else value(key, raw, fields)
        except ValueError as error:
            problems.append(Problem(place, *error.args))
    if problems:
        raise ContentError(problems)
    return _patient(typed)


def from_settings(
    settings: Mapping[str, str], fields: Mapping[str, PersonalField], file: Reading | None = None
) -> Patient:
    """The patient that `--set field=value` describes, on top of what a file says."""
    given = patient(Reading("--set", dict(settings), {}), fields)
    if file is None:
        return given
    told = patient(file, fields)
    return replace(
        told,
        values={**told.values, **given.values},
        ref=given.ref or told.ref,
        language=given.language or told.language,
        edition=given.edition or told.edition,
        email=given.email or told.email,
        consent=given.consent or told.consent,
        password=given.password or told.password,
    )


def is_ref(words: str) -> bool:
    """Whether the words may be a person's own mark: a file can be called by it."""
    return bool(_REF.fullmatch(words))


def _patient(typed: dict[str, Any]) -> Patient:
    about = {key: typed.pop(key) for key in ABOUT_THE_COPY if key in typed}
    filled = {key: value for key, value in typed.items() if value not in (None, "", ())}
    return Patient(filled, **{key: about.get(key) for key in ABOUT_THE_COPY})


def _about(key: str, raw: Any) -> str | None:
    if key == "edition" and raw not in (None, "", *EDITIONS):
        hint = f"write {' or '.join(EDITIONS)}"
        raise ValueError("`edition` is not one that can be printed", hint)
    if raw is None or isinstance(raw, str):
        if key == "ref" and raw and not is_ref(raw):
            raise ValueError(
                "`ref` is not written as it must be", "use A-Z, a-z, 0-9, . and -, at most 64"
            )
        if key == "language" and raw and not _LANGUAGE.fullmatch(raw):
            raise ValueError("`language` is not written as it must be", "write such as en")
        return raw
    raise ValueError(f"`{key}` is not text", "write it on one line")


def value(key: str, raw: Any, fields: Mapping[str, PersonalField]) -> Any:
    """The typed value of one field, None when it is empty; ValueError(message, hint) otherwise."""
    if key not in fields:
        raise ValueError(f"`{key}` is not a field of this clinic", near(key, fields))
    if raw is None or raw == "":
        return None
    field = fields[key]
    if not isinstance(raw, str) and field.kind != "dates":
        raise ValueError(f"`{key}` is not text", "write it on one line")
    return _KINDS[field.kind](key, raw, field)


def _text(key: str, raw: str, field: PersonalField) -> str:
    words = unicodedata.normalize("NFC", " ".join(raw.split()))
    if any(_unseen(letter, words) for letter in words) or _PILE.search(words):
        raise ValueError(f"`{key}` holds a character that cannot be printed", "type it again")
    if len(words) > field.most:
        raise _too_long(key, len(words), field.most)
    return words


def _unseen(letter: str, words: str) -> bool:
    if letter in _JOINERS:
        return not any(unicodedata.bidirectional(other) == "AL" for other in words)
    return unicodedata.category(letter) in _UNSEEN or bool(_SELECTORS.match(letter))


def _too_long(key: str, length: int, most: int) -> ValueError:
    return ValueError(f"`{key}` is too long: {length} letters", f"at most {most} fit its box")


def _date(key: str, raw: str, field: PersonalField) -> date:
    try:
        return date.fromisoformat(raw.strip())
    except ValueError:
        raise ValueError(f"`{key}` is not a date", "write 2026-12-01") from None


def _moment(key: str, raw: str, field: PersonalField) -> datetime:
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?", raw.strip()):
            raise ValueError
        return datetime.fromisoformat(raw.strip())
    except ValueError:
        raise ValueError(f"`{key}` is not a date and time", "write 2026-12-01T09:30") from None


def _dates(key: str, raw: str | list[Any], field: PersonalField) -> tuple[date, ...]:
    parts = raw if isinstance(raw, list) else re.split(r"[,;\s]+", str(raw).strip(" ,;"))
    days = tuple(_date(key, str(part), field) for part in parts)
    if len(days) > field.most:
        raise ValueError(f"`{key}` holds {len(days)} dates", f"at most {field.most} fit")
    return days


def _choice(key: str, raw: str, field: PersonalField) -> str:
    if raw not in field.choices:
        raise ValueError(
            f"`{key}` is none of its choices", f"write one of {', '.join(field.choices)}"
        )
    return raw


def _yes_no(key: str, raw: str, field: PersonalField) -> bool:
    if raw.lower() not in ("yes", "no", "true", "false"):
        raise ValueError(f"`{key}` is neither yes nor no", "write yes or no")
    return raw.lower() in ("yes", "true")


_KINDS: Mapping[str, Callable[[str, Any, PersonalField], Any]] = {
    "text": _text,
    "long text": _text,
    "phone": _text,
    "date": _date,
    "date and time": _moment,
    "dates": _dates,
    "choice": _choice,
    "yes/no": _yes_no,
}
