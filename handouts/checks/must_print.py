"""What a text has to say, it says.

`must_print` of a text lists its topics, each with words of every statement that says it. Here all
of these words are looked for in what a patient reads on the day, headings too. A statement that
was taken out, reworded or has expired is found by what it leaves unsaid.

Say it again, or mend the words of the entry where the statement was reworded; both are for the
people who sign.
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.phrases import flat, says
from handouts.checks.sheet import Sheet, plain

RULE = "must-print"
STANDARD = "S101"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each wording that is missing, at its own entry."""
    said = [flat(passage.words) for passage in sheet.passages]
    for i, must in enumerate(sheet.text.must_print):
        for j, wording in enumerate(must.says):
            phrase = flat(plain(wording))
            if not any(says(words, phrase) for words in said):
                place = sheet.place("must_print", i, "says", j)
                message = f"the text does not say `{wording}`, which `{must.topic}` needs"
                yield Finding(RULE, "error", place, message, "say it, or mend this entry")
