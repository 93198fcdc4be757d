"""A handout: a plain value that says what to print."""

from dataclasses import dataclass
from datetime import date

from handouts.clinic import Clinic, Patient
from handouts.model import Edition, Layout, Text, called


@dataclass(frozen=True)
class Handout:
    """One text for one clinic on one day, for everybody or for one patient."""

    text: Text
    clinic: Clinic
    day: date
    patient: Patient | None = None
    edition: Edition = "standard"

    @property
    def layout(self) -> Layout:
        """The style sheets that it is laid out with."""
        return "handout" if self.edition == "standard" else "large-print"

    @property
    def name(self) -> str:
        """The name of its file, which never says for whom it is."""
        return called(self.text.id, self.text.language, edition=self.edition)

    @property
    def texts(self) -> tuple[Text, ...]:
        """The one text that it is made of."""
        return (self.text,)

    @property
    def language(self) -> str:
        """The language that it is written in."""
        return self.text.language

    @property
    def title(self) -> str:
        """What a window, a tab or a list of files calls it."""
        return f"{self.text.title}. {self.text.about}"

    @property
    def about(self) -> str:
        """What it is about, in a line."""
        return self.text.about

    @property
    def updated(self) -> date:
        """The day on which its words were last changed."""
        return self.text.updated
