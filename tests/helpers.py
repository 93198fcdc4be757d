"""A clinic's folder written from a table, the smallest text that prints, and what is told of it."""

import contextlib
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2

from handouts.checks.proof import Leaf
from handouts.handout import Handout
from handouts.library import open_library
from handouts.model import Treatment
from handouts.pages import Page, Pages
from handouts.patients import from_settings
from handouts.problems import ContentError
from handouts.reading import read_text, typed

TODAY = date(2026, 12, 1)

#: Where `SHORT` lies in a clinic's folder.
AT = "data/treatments/short/en.yaml"

SHORT = """\
id: short
language: en
version: "1"
updated: 2026-11-22
review_due: 2027-05-22
title: Short
about: A short sheet
main_message:
  id: main
  text: Drink water.
  sources: [acr-ivig]
  confidence: mixed
sections:
  - id: what
    heading: What it is
    kind: prose
    statements:
      - id: first
        text: One thing.
        sources: [acr-ivig]
        confidence: mixed
"""

#: The statement of its one section, to be replaced by others.
FIRST = SHORT[SHORT.index("      - id: first") :]


GLOSSARY = """\
language: en
terms:
  - {term: plasma, also: [blood plasma], definition: The yellow part., sources: [skin-dm], confidence: mixed}
"""


def varied(changes: Mapping[str, str], text: str = SHORT) -> str:
    """The text with each of these parts, which it must hold, replaced where it stands first."""
    for old, new in changes.items():
        assert old in text, f"{old!r} stands nowhere in the text"
        text = text.replace(old, new, 1)
    return text


def clinic(folder: Path, files: Mapping[str, str] | None = None) -> Path:
    """The folder, holding these files by their relative path, and a clinic.yaml in any case."""
    for path, text in {"clinic.yaml": "name: Example Clinic\n", **(files or {})}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def treatment(text: str = SHORT) -> Treatment:
    """The text alone, as `short.yaml`, checked by the model and by nothing else."""
    return typed(Treatment, read_text(text, "short.yaml"))


def page(folder: Path, files: Mapping[str, str] | None = None, **values: str) -> Page:
    """The page of `SHORT`, or of what stands at `AT`, with these fields of a patient filled in."""
    library = open_library(clinic(folder, {AT: SHORT, **(files or {})}))
    patient = from_settings(values, library.fields) if values else None
    handout = Handout(library.text("short", "en"), library.clinic, TODAY, patient)
    return Pages(library).html(handout)


def mistakes(step: Callable[..., object], *what: object) -> list[str]:
    """The mistakes that the step tells, one sentence each; none where it goes well."""
    try:
        step(*what)
    except ContentError as error:
        return [str(problem) for problem in error.problems]
    return []


def told(folder: Path, files: Mapping[str, str]) -> list[str]:
    """The mistakes that opening this clinic's folder tells, with paths as seen from the folder."""
    return _seen_from(folder, mistakes(open_library, clinic(folder, files)))


def told_printing(folder: Path, files: Mapping[str, str]) -> list[str]:
    """The mistakes that making the page tells, with paths as seen from the folder."""
    return _seen_from(folder, mistakes(page, folder, files))


def _seen_from(folder: Path, sentences: list[str]) -> list[str]:
    return [sentence.replace(f"{folder.resolve()}/", "") for sentence in sentences]


def without_furniture(pdf: bytes) -> str:
    """The words of a PDF in the order in which they are read, less heads and feet of its pages."""
    leaves = (Leaf(page, number) for number, page in enumerate(pypdfium2.PdfDocument(pdf), 1))
    return " ".join(leaf.words_of(leaf.tree) for leaf in leaves)


def tags(pdf: bytes) -> Iterator[Any]:
    """The elements of a PDF's tag tree, in the order in which they are read."""
    yield from _within(pypdf.PdfReader(BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"])


def _within(part: Any) -> Iterator[Any]:
    part = part.get_object()
    if isinstance(part, pypdf.generic.DictionaryObject):
        yield part
        inner = part.get("/K", [])
        for child in inner if isinstance(inner, list) else [inner]:
            yield from _within(child)


@contextlib.contextmanager
def nobody() -> Iterator[None]:
    """A while in which even root is somebody who may read nothing of others."""
    before = os.geteuid()
    os.seteuid(before or 65534)
    try:
        yield
    finally:
        os.seteuid(before)


def workers(command: int) -> list[int]:
    """Those children of a command that print, and do not keep count of what is shared."""
    told = subprocess.run(["pgrep", "-P", str(command)], capture_output=True, text=True).stdout
    lines: dict[int, bytes] = {}
    for child in told.split():
        with contextlib.suppress(OSError):  # it has ended meanwhile
            lines[int(child)] = Path(f"/proc/{child}/cmdline").read_bytes()
    return [child for child, line in lines.items() if b"spawn_main" in line]
