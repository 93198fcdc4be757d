"""A handout: a plain value that says what to print."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from handouts.clinic import Clinic, Patient
from handouts.model import Text

Edition = Literal["standard"]


@dataclass(frozen=True)
class Handout:
    """One text for one clinic on one day, for everybody or for one patient."""

    text: Text
    clinic: Clinic
    day: date
    patient: Patient | None = None
    edition: Edition = "standard"

    @property
    def name(self) -> str:
        """The name of its file, which never says for whom it is."""
        return f"{self.text.id}-{self.text.language}"
