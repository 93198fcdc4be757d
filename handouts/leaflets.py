"""A handout's pages, decided: one text, and the boxes of a person beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handouts.citations import Citations, explained, noted
from handouts.handout import Handout
from handouts.library import Library
from handouts.model import Edition
from handouts.problems import ContentError, Problem
from handouts.reflow import LARGE_COLUMN, LARGE_SMALL, deep_foot, in_one_column, is_short, widened
from handouts.signoff import signoff
from handouts.views import Stationery, TextView, identity_of, imprint_of, reviewed, signed_by

# How many letters fit on the one line at the foot of a page, beside its number; and how many on two
# lines in the place of the draft's band.
_IMPRINT_LINE, _SIGNED_LINES = 92, 190


def _deep_foot(identity: str, imprint: str, signed: str) -> str:
    """The lower margin where the foot of a page needs more than the usual lines; else nothing."""
    long = len(identity + imprint) > _IMPRINT_LINE or len(signed) > _SIGNED_LINES
    return "88pt" if long else ""


@dataclass(frozen=True)
class Format:
    """How the pages of a handout are set.

    By paper, the width in points of the main column, to which timelines are drawn; the size of the
    small print in a figure; whether there is a margin beside the text, where heads and notes hang;
    and the lower margin that the foot of a page asks for.
    """

    column: Mapping[str, float]
    small: float
    hangs: bool
    deep_foot: Callable[[str, str, str], str]


#: The formats of styles/handout.css (the sheet less its margins and the axis) and large-print.css.
FORMATS: Mapping[Edition, Format] = {
    "standard": Format({"Letter": 372.0, "A4": 355.0}, 10.5, hangs=True, deep_foot=_deep_foot),
    "large-print": Format(LARGE_COLUMN, LARGE_SMALL, hangs=False, deep_foot=deep_foot),
}


def handout_view(library: Library, handout: Handout) -> dict[str, Any]:
    """All that the template of a handout places."""
    page = Stationery(library, handout)
    if not any(section.kind == "timeline" for section in handout.text.sections):
        _refuse_visits(library, handout)
    format_, text = FORMATS[handout.edition], handout.text.on(handout.day)
    if not format_.hangs:
        text, page.panel = in_one_column(text), widened(page.panel, handout.edition)
    notes = explained(text, library.glossaries.get(text.language, ()))
    cited = Citations(noted(text.statements(), notes), library.sources)
    part = TextView(
        library,
        text,
        page.language,
        cited=cited,
        notes=notes,
        column=format_.column[handout.clinic.paper],
        small=format_.small,
    )
    identity = identity_of(text, page)
    state = signoff(library, handout.text, handout.day)
    signed = signed_by(state, page.language)
    imprint = imprint_of(state, page, part.review_due)
    if not format_.hangs:
        part.is_kept = lambda section: is_short(section, handout.edition)
    return {
        **vars(page),
        **vars(part),
        "draft": state.is_draft,
        "signed": signed,
        "reviewed": reviewed(state, page.language),
        "size": handout.clinic.paper,
        "sources": cited.sources,
        "identity": identity,
        "imprint": imprint,
        "deep_foot": format_.deep_foot(identity, imprint, signed),
        "in_cards": not format_.hangs,
        "opening": "hanging" if format_.hangs else "full",
    }


def _refuse_visits(library: Library, handout: Handout) -> None:
    for name, field in library.fields.items():
        if field.place == "schedule" and handout.patient and handout.patient.values.get(name):
            hint = f"`{handout.text.id}` has no schedule"
            raise ContentError([Problem(None, f"`{name}` has no place to stand", hint)])
