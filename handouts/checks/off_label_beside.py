"""Where a treatment's text speaks of help, it says off label there too.

A reader who learns on page 2 that 79 of 100 got better, and on page 4 that the use is off label,
has read them as two things. Where a text says off label at all (`off_label` in data/wording), each
section that speaks of help must say it: a section of kind `chances`, one whose heading asks if it
helps (`asks_if_it_helps`), and one that tells how many got better. Topics, which compare
treatments, are not looked at.

Say in that section, in the same size, which use is off label. The finding is about a section: it
can only be accepted for the whole text, without a `statement`.
"""

import re
from collections.abc import Iterator, Sequence

from handouts.checks.chances import figures
from handouts.checks.finding import Finding
from handouts.checks.reading_ease import sentences
from handouts.checks.sheet import Sheet
from handouts.checks.words import one_of
from handouts.model import Treatment, Wording
from handouts.sections import Chances, Section

RULE = "off-label-beside"
STANDARD = "S44"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each section that speaks of help and not of off label."""
    off_label = one_of(sheet.wording.off_label)
    says = [passage for passage in sheet.passages if off_label.search(passage.words)]
    if not isinstance(sheet.text, Treatment) or not says:
        return
    for i, section in enumerate(sheet.whole.sections):
        printed = section.on(sheet.day)
        if printed and _speaks_of_help(printed, sheet.wording) and not _says(off_label, printed):
            message = "this section speaks of help and does not say that the use is off label"
            hint = "say it here, in the same size"
            yield Finding(RULE, "error", sheet.place("sections", i, "heading"), message, hint)


def _texts(section: Section) -> Sequence[str]:
    return [said.text for group in section.groups().values() for said in group]


def _says(off_label: re.Pattern[str], section: Section) -> bool:
    return any(map(off_label.search, (section.heading, *_texts(section))))


def _speaks_of_help(section: Section, wording: Wording) -> bool:
    asks = one_of(wording.asks_if_it_helps).search(section.heading)
    return bool(asks) or isinstance(section, Chances) or _tells_result(section, wording)


def _tells_result(section: Section, wording: Wording) -> bool:
    texts = [text for text in _texts(section) if any(figures(text, wording))]
    told = (sentence for text in texts for sentence in sentences(text))
    results = [sentence for sentence in told if any(figures(sentence, wording))]
    return any(map(one_of(wording.improvements).search, results)) if results else False
