"""A booklet: a plain value that says which texts to print as the chapters of one book."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Self

from handouts.clinic import Clinic, Patient
from handouts.library import Library
from handouts.model import Edition, Layout, Text, called, joined


@dataclass(frozen=True)
class Booklet:
    """Several texts for one clinic on one day, for everybody or for one patient."""

    title: str
    about: str
    texts: tuple[Text, ...]
    clinic: Clinic
    day: date
    patient: Patient | None = None
    edition: Edition = "standard"
    # Whether somebody picked its chapters: then its file is called after them.
    picked: bool = False

    @property
    def layout(self) -> Layout:
        """The style sheets that it is laid out with."""
        return "booklet" if self.edition == "standard" else "large-print-booklet"

    @property
    def name(self) -> str:
        """The name of its file, which never says for whom it is."""
        return called("booklet", self._chapters(), self.language, edition=self.edition)

    def _chapters(self) -> str:
        return joined([text.id for text in self.texts], "chapters") if self.picked else ""

    @property
    def language(self) -> str:
        """The language that it is written in."""
        return self.texts[0].language

    @property
    def updated(self) -> date:
        """The day on which its words were last changed."""
        return max(text.updated for text in self.texts)


class DuplexTest(Booklet):
    """Four pages of a booklet's size: folded, they show if a printer turns its sheets right."""

    @classmethod
    def of(cls, booklet: Booklet, title: str) -> Self:
        """The test sheet of the same clinic, in the same language; it is nobody's."""
        kept = {field.name: getattr(booklet, field.name) for field in fields(booklet)}
        return cls(**{**kept, "title": title, "about": "", "patient": None, "edition": "standard"})

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"duplex-test-{self.language}"


def booklet(
    library: Library,
    language: str,
    day: date,
    *,
    ids: Sequence[str] = (),
    patient: Patient | None = None,
    edition: Edition = "standard",
) -> Booklet:
    """The clinic's booklet, or one of just these texts; NotFound where there is no such text."""
    own = library.clinic.booklet
    title = own.title.get(language) or library.labels[language]["booklet_title"]
    chosen = tuple(library.text(one, language) for one in dict.fromkeys(ids))
    texts = chosen or library.chapters(language)
    about = own.about.get(language, "")
    return Booklet(title, about, texts, library.clinic, day, patient, edition, picked=bool(ids))
