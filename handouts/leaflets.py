"""A handout's pages, decided: one text, and the boxes of a person beside it."""

from typing import Any

from handouts.citations import Citations, explained, noted
from handouts.handout import Handout
from handouts.library import Library
from handouts.problems import ContentError, Problem
from handouts.reflow import LARGE_COLUMN, LARGE_SMALL, deep_foot, in_one_column, is_short, widened
from handouts.signoff import signoff
from handouts.views import Stationery, TextView, identity_of, imprint_of, reviewed, signed_by

#: The width of the main column in points, by paper: the sheet less its margins and the axis of
#: styles/tokens.css. Timelines are drawn to it.
MAIN_COLUMN = {"Letter": 372.0, "A4": 355.0}

#: The size of the small print in a figure, in points.
SMALL = 10.5

#: How many letters fit on the one line at the foot of a page, beside its number.
IMPRINT_LINE = 92
#: How many fit on two lines in the place of the draft's band.
SIGNED_LINES = 190


def handout_view(library: Library, handout: Handout) -> dict[str, Any]:
    """All that the template of a handout places."""
    page = Stationery(library, handout)
    if not any(section.kind == "timeline" for section in handout.text.sections):
        _refuse_visits(library, handout)
    large = handout.edition == "large-print"
    text = handout.text.on(handout.day)
    if large:
        text, page.panel = in_one_column(text), widened(page.panel, handout.edition)
    notes = explained(text, library.glossaries.get(text.language, ()))
    cited = Citations(noted(text.statements(), notes), library.sources)
    column = (LARGE_COLUMN if large else MAIN_COLUMN)[handout.clinic.paper]
    part = TextView(
        library,
        text,
        page.language,
        cited=cited,
        notes=notes,
        column=column,
        small=LARGE_SMALL if large else SMALL,
    )
    identity = identity_of(text, page)
    state = signoff(library, handout.text, handout.day)
    signed = signed_by(state, page.language)
    imprint = imprint_of(state, page, part.review_due)
    if large:
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
        "deep_foot": (
            deep_foot(identity, imprint, signed)
            if large
            else _deep_foot(identity + imprint, signed)
        ),
        # Where there is no margin beside the text.
        "in_cards": large,
        "opening": "full" if large else "hanging",
    }


def _deep_foot(imprint: str, signed: str) -> str:
    """The lower margin where the foot of a page needs more than the usual lines; else nothing."""
    return "88pt" if len(imprint) > IMPRINT_LINE or len(signed) > SIGNED_LINES else ""


def _refuse_visits(library: Library, handout: Handout) -> None:
    for name, field in library.fields.items():
        if field.place == "schedule" and handout.patient and handout.patient.values.get(name):
            hint = f"`{handout.text.id}` has no schedule"
            raise ContentError([Problem(None, f"`{name}` has no place to stand", hint)])
