"""What is to be printed: a job, and how its pages are put on paper. Knows nothing of the press."""

from dataclasses import dataclass
from typing import Literal

from handouts.views import Job


@dataclass(frozen=True)
class Finish:
    """What is done to a document before it is written: nothing, or its pages put on sheets."""

    sheets: Literal["saddle", "two-up", "test"] | None = None
    # Of one sheet of the paper, in millimetres: office paper.
    thickness: float = 0.1
    marks: bool = False

    def name(self, document: str) -> str:
        """What the finished document of that name is called."""
        return f"{document}-{self.sheets}" if self.sheets in ("saddle", "two-up") else document


@dataclass(frozen=True)
class Task:
    """A job, and the ways in which its pages are put on paper: a file each."""

    job: Job
    finishes: tuple[Finish, ...]

    @property
    def letters(self) -> int:
        """How long its texts are: what takes longest is begun first."""
        return sum(len(one.text) for text in self.job.texts for one in text.statements())
