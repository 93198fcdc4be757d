"""Words of a list, paragraphs, and what stays as it is. No check in itself."""

import re
from collections.abc import Iterable, Iterator

from handouts.checks.phrases import literal, whole
from handouts.checks.sheet import Passage, Sheet
from handouts.sections import Whole
from handouts.statements import Statement


def one_of(words: Iterable[str]) -> re.Pattern[str]:
    """What finds any of these as whole words, capitals or not; of no words, nothing."""
    return whole(map(literal, words))


def paragraphs(sheet: Sheet) -> Iterator[list[Passage]]:
    """What statements say, by paragraph: a statement, and those that continue it."""
    paragraph: list[Passage] = []
    for passage in sheet.said:
        if not isinstance(passage.said_by, Statement):
            continue
        joined = (
            passage.said_by.continues and paragraph and passage.section is paragraph[-1].section
        )
        if paragraph and not joined:
            yield paragraph
            paragraph = []
        paragraph.append(passage)
    if paragraph:
        yield paragraph


def lasting(sheet: Sheet) -> set[str]:
    """The ids of the statements that can neither expire nor be for staff only."""
    wholes = [section for section in sheet.whole.sections if isinstance(section, Whole)]
    groups = (group for section in wholes for group in section.groups().values())
    return {sheet.whole.main_message.id, *(said.id for group in groups for said in group)}
