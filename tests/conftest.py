"""What many tests share: the shipped library, a warm press, and the PDFs that several of them judge."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from handouts import reading
from handouts.handout import Handout
from handouts.library import Library, open_library
from handouts.model import Text
from handouts.patients import from_settings
from handouts.press import Document, Press
from handouts.templates import _Sandbox

DAY = date(2026, 11, 22)

ANNA = {
    "name": "Anna Example",
    "birth_date": "1962-03-05",
    "appointment": "2026-12-01T09:30",
    "location": "Northside Infusion Clinic, Suite 3",
    "clinician": "Dr. Maria Sample",
    "phone": "312-555-0123",
    "notes": "Bring your medicine list and your glucose meter. Ask the nurse which meter is right "
    "for you. Wear a loose top.",
}


class _Compiled(BytecodeCache):
    """What Jinja makes of each template, by its very words: hundreds of presses are opened here."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], object] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))  # type: ignore[assignment]

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()
# A press of the program itself compiles its templates anew, as those that run apart do here too.
_Sandbox.bytecode_cache = property(lambda _: _COMPILED, lambda _, none: None)  # type: ignore[assignment]


_read_text, _KNOWN = reading.read_text, dict[str, reading.Reading]()
# Ours are far longer than those of a test, and are read by hundreds of libraries that are opened here.
_LONG = 4000


def _read_once(text: str, name: str) -> reading.Reading:
    """The data of a long file, by its very words; what is wrong is told each time."""
    if len(text) < _LONG:
        return _read_text(text, name)
    if text not in _KNOWN:
        _KNOWN[text] = _read_text(text, name)
    return replace(_KNOWN[text], path=name)


reading.read_text = _read_once


@pytest.fixture(scope="session")
def library() -> Library:
    return open_library()


@pytest.fixture(scope="session")
def press(library: Library) -> Press:
    return Press(library)


@pytest.fixture(scope="session")
def blank(sheets: dict[str, Document]) -> Document:
    return sheets["ivig"]


@pytest.fixture(scope="session")
def sheets(library: Library, press: Press) -> dict[str, Document]:
    """Every English text, printed blank, by its id."""
    return {text.id: press.print(Handout(text, library.clinic, DAY)) for text in english(library)}


@pytest.fixture(scope="session")
def annas(library: Library, press: Press) -> Document:
    return copy_for(library, press, **ANNA)


def english(library: Library) -> list[Text]:
    """The texts that were written first."""
    return [text for text in library.texts.values() if text.language == "en"]


def copy_for(library: Library, press: Press, **values: str) -> Document:
    """The IVIG handout with these fields filled in."""
    patient = from_settings(values, library.fields)
    return press.print(Handout(library.text("ivig", "en"), library.clinic, DAY, patient))


def written(document: Document, folder: Path, name: str = "sheet.pdf") -> Path:
    """The path of the document, written into that folder."""
    return document.write(folder / name)
