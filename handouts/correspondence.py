"""What a letter says, decided: not a word of who gets it, nor of what is in its sheets."""

import re
from typing import Any

from handouts.brand import palette
from handouts.language import Language
from handouts.letter import Letter
from handouts.library import Library


def letter_view(library: Library, letter: Letter) -> dict[str, Any]:
    """All that the templates of a letter place."""
    clinic = library.clinic.told_in(letter.language)
    language = Language(letter.language, library.labels[letter.language])
    return {
        "language": language,
        "say": language.say,
        "subject": " ".join(language.say("letter_subject").split()),
        "clinic": clinic,
        "palette": palette(clinic.brand),
        "visit": language.weekday(letter.visit) if letter.visit else "",
        "count": len(letter.orders),
        "key": letter.key,
    }


# What a file is not called.
_NO_NAME = re.compile(r"[^\w]+")


def file_name(library: Library, letter: Letter, number: int) -> str:
    """What the sheet of that number, counted from 1, is called: the visit, and nothing else."""
    parts = [_NO_NAME.sub("-", library.labels[letter.language]["letter_file"]).strip("-")]
    parts += [letter.visit.isoformat()] if letter.visit else []
    parts += [str(number)] if len(letter.orders) > 1 else []
    return f"{'-'.join(parts)}.pdf"
