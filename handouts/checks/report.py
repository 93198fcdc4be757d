"""What the checks found, for a person, for a program and for GitHub; the figures of the texts; the
manual of all rules."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from handouts.checks import RULES, Rule
from handouts.checks.finding import Finding
from handouts.checks.reading_ease import counts
from handouts.checks.reading_grade import SCALES, masked, said
from handouts.checks.sheet import Sheet
from handouts.library import Library
from handouts.model import Text

_SEVERITIES = ("error", "warning", "note")


def allowing(findings: Sequence[Finding], rules: Sequence[str]) -> list[Finding]:
    """The findings, those of these rules as notes."""
    return [
        replace(finding, severity="note") if finding.rule in rules else finding
        for finding in findings
    ]


def failed(findings: Sequence[Finding], *, strict: bool) -> bool:
    """Whether one of them is an error, or a warning where the check is strict."""
    wrong = {"error", "warning"} if strict else {"error"}
    return any(finding.severity in wrong for finding in findings)


def lines(findings: Sequence[Finding]) -> Iterator[str]:
    """A line for each, and a last one that counts them."""
    yield from map(str, findings)
    found = Counter(str(finding.severity) for finding in findings)
    told = (f"{found[name]} {name}{'' if found[name] == 1 else 's'}" for name in _SEVERITIES)
    yield ", ".join(told)


def as_json(findings: Sequence[Finding]) -> Iterator[str]:
    """One list of objects; the keys are a contract with other programs."""
    told = [
        {
            "rule": finding.rule,
            "severity": finding.severity,
            "path": finding.place.path,
            "line": finding.place.line,
            "page": finding.page,
            "message": finding.message,
            "hint": finding.hint,
        }
        for finding in findings
    ]
    yield json.dumps(told, indent=2, ensure_ascii=False)


_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def as_github(findings: Sequence[Finding]) -> Iterator[str]:
    """The workflow commands that show each beside its line in a pull request."""
    for finding in findings:
        place = {"file": finding.place.path, "line": finding.place.line, "title": finding.rule}
        told = ",".join(f"{key}={_property(str(value))}" for key, value in place.items() if value)
        page = f"page {finding.page}: " if finding.page else ""
        message = f"{page}{finding.message}" + (f" ({finding.hint})" if finding.hint else "")
        yield f"::{_COMMANDS[finding.severity]} {told}::{_data(message)}"


def _data(text: str) -> str:
    """As GitHub's runner reads it back: toolkit, packages/core/src/command.ts."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(findings: Sequence[Finding]) -> Iterator[str]:
    """One log of SARIF 2.1.0 (OASIS), which tools that gather findings read."""
    rules = [
        {"id": rule.RULE, "shortDescription": {"text": _parts(rule)[0]}} for rule in RULES.values()
    ]
    driver = {"name": "handouts", "version": version("handouts"), "rules": rules}
    run = {"tool": {"driver": driver}, "results": [_result(one) for one in findings]}
    log = {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}
    yield json.dumps(log, indent=2, ensure_ascii=False)


_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def _result(finding: Finding) -> Mapping[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(finding.place.path)}}
    if finding.place.line:
        place["region"] = {"startLine": finding.place.line}
    hint = f" ({finding.hint})" if finding.hint else ""
    page = f"Page {finding.page}: " if finding.page else ""
    return {
        "ruleId": finding.rule,
        "level": finding.severity,
        "message": {"text": f"{page}{finding.message}{hint}"},
        "locations": [{"physicalLocation": place}],
    }


FORMATS: Mapping[str, Callable[[Sequence[Finding]], Iterator[str]]] = {
    "text": lines,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}


def table(library: Library, texts: Sequence[Text], day: date) -> Iterator[str]:
    """How hard each text is to read, as a table in Markdown for each language with formulas."""
    spoken = dict.fromkeys(text.language for text in texts if text.language in SCALES)
    for number, language in enumerate(spoken):
        scale = SCALES[language]
        yield from [""] if number else []
        formulas = " | ".join(scale.formulas)
        yield f"| Text | Words | Longest sentence | {formulas} | With all names |"
        yield "|---|--:|--:|--:|--:|--:|"
        for text in (text for text in texts if text.language == language):
            sheet = Sheet(library, text, day)
            whole, plain = counts(said(sheet), language), counts(masked(sheet), language)
            raw = " and ".join(f"{grade:.1f}" for grade in scale.grades(whole).values())
            graded = " | ".join(f"{grade:.1f}" for grade in scale.grades(plain).values())
            yield f"| {text.title} | {whole.words:,} | {whole.longest} | {graded} | {raw} |"


_INTRODUCTION = """\
# The checks

What `handouts check` looks for, made by `handouts rules` from the checks themselves. An error has
to be mended before a patient gets the sheet; a warning should be; a note is only told. `--strict`
fails on warnings too, and `--allow RULE,RULE`, once or more, turns the findings of these rules into
notes.

What is printed is looked at too: each text, and the booklet where all texts are checked. `--words`
looks only at what is written, which takes a second.

`--format json`, `--format github` and `--format sarif` are for programs; their paths are seen from
the current folder, so that GitHub's are right where the command is run at the top of the
repository. `--format table` counts and judges nothing: it always ends with 0, but where a file
cannot be read.

A program sees only so much: it replaces neither a look at the facts nor a reader.

A finding that is right to stand is accepted at the end of the text's file, or of the file in
data/common or data/glossary that holds the statement or the term. It is a note from then on:

```yaml
accepted:
  - rule: long-sentence
    statement: tell-clot
    reason: Vetted word for word; a list of things to tell.
    by: Dr. Maria Sample
```

Without `statement` it counts for the whole text.
"""


def manual() -> Iterator[str]:
    """What each rule asks and why, as a page in Markdown."""
    yield _INTRODUCTION
    yield "| Rule | Standard | What it asks |"
    yield "|---|---|---|"
    for rule in RULES.values():
        yield f"| [`{rule.RULE}`](#{rule.RULE}) | {rule.STANDARD} | {_parts(rule)[0]} |"
    for rule in RULES.values():
        first, rest = _parts(rule)
        yield f"\n## {rule.RULE}\n\n**{first}** Standard {rule.STANDARD}.\n\n{rest}"


def _parts(rule: Rule) -> tuple[str, str]:
    """The first line of its manual, and what follows."""
    first, _, rest = (rule.__doc__ or "").strip().partition("\n\n")
    return " ".join(first.split()), rest.strip()
