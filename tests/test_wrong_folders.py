"""A table of wrong folders, and of each the whole message that whoever prints from it reads."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from helpers import AT, FIRST, SHORT, varied

from handouts import SHIPPED
from handouts.cli import main
from handouts.library import open_library


@dataclass(frozen=True)
class Link:
    """A symbolic link in the place of a file."""

    to: str


class Folder:
    """A folder in the place of a file."""


class Pipe:
    """A pipe in the place of a file: whoever opens it waits for ever."""


Files = Mapping[str, str | bytes | Link | Folder | Pipe]

ES = AT.replace("en.yaml", "fr.yaml")
COMMON = "data/common/en.yaml"
GLOSSARY = "data/glossary/en.yaml"
SOURCES = "data/sources.yaml"
FIELDS = "data/fields.yaml"
LABELS = "data/labels/en.yaml"

SOURCE = (
    "our-study: {title: A study, publisher: A journal, year: 2026, tier: primary, cite: A study.}\n"
)
TERM = "  - {term: drip, definition: It., sources: [acr-ivig], confidence: mixed}\n"
HELLO = FIRST.replace("first", "hello")
COMMONS = "language: en\nstatements:\n" + HELLO
GLOSSED = "language: en\nterms:\n" + TERM
SIDE = "side: {kind: text, labels: {en: Side}}\n"
CLINIC = "name: Example Clinic\n"


def text(changes: Mapping[str, str]) -> Files:
    """A folder whose one text is the short one with these parts replaced."""
    return {AT: varied(changes)}


def title(line: str) -> Files:
    """A folder whose one text has that in the place of its title, on line 6."""
    return text({"title: Short": line})


def clinics(lines: str) -> Files:
    """A folder whose clinic.yaml says that."""
    return {"clinic.yaml": lines}


# What lies in the folder, beside a clinic.yaml -> all that is told, in this order.
OF_YAML: Mapping[str, tuple[Files, list[str]]] = {
    "a second colon": (
        title("title: Short: a sheet"),
        [
            "data/treatments/short/en.yaml:6: a second colon stands on one line (put the text into quotes)"
        ],
    ),
    "a line without a colon": (
        title("title Short"),
        [
            "data/treatments/short/en.yaml:6: this line has no colon with a blank after it (write `key: value`)"
        ],
    ),
    "no blank behind the colon": (
        title("title:Short"),
        [
            "data/treatments/short/en.yaml:6: this line has no colon with a blank after it (write `key: value`)"
        ],
    ),
    "a quote never closed": (
        title('title: "Short'),
        [
            "data/treatments/short/en.yaml:6: a quote is opened here and never closed (close it, or take it out)"
        ],
    ),
    "a quote closed by the next": (
        text({"title: Short": 'title: "Short', "about: A short sheet": 'about: "A sheet"'}),
        [
            "data/treatments/short/en.yaml:6: a quote is opened here and never closed (close it, or take it out)"
        ],
    ),
    "a quote closed too early": (
        title('title: "Short" sheet'),
        [
            "data/treatments/short/en.yaml:6: the text goes on after its closing quote (put the whole text into quotes of the other kind)"
        ],
    ),
    "an apostrophe in single quotes": (
        title("title: 'It's short'"),
        [
            "data/treatments/short/en.yaml:6: the text goes on after its closing quote (put the whole text into quotes of the other kind)"
        ],
    ),
    "curly quotes": (
        title("title: “Short: a sheet”"),
        [
            'data/treatments/short/en.yaml:6: curly quotes hold no text together (use straight ones: "...")'
        ],
    ),
    "a date in curly quotes": (
        text({"2026-11-22": "“2026-11-22”"}),
        [
            "data/treatments/short/en.yaml:4: `updated` stands in curly quotes (use straight quotes, or none)"
        ],
    ),
    "an at sign": (
        title("title: @home"),
        [
            "data/treatments/short/en.yaml:6: a text that begins with `@` is taken for a sign of YAML (put the text into quotes)"
        ],
    ),
    "a backtick": (
        title("title: `Short`"),
        [
            "data/treatments/short/en.yaml:6: a text that begins with a backtick is taken for a sign of YAML (put the text into quotes)"
        ],
    ),
    "a percent sign": (
        title("title: % short"),
        [
            "data/treatments/short/en.yaml:6: a text that begins with `%` is taken for a sign of YAML (put the text into quotes)"
        ],
    ),
    "bold without quotes": (
        title("title: **Short**"),
        [
            "data/treatments/short/en.yaml:6: a text that begins with `*` is taken for a sign of YAML (put the text into quotes)"
        ],
    ),
    "an ampersand": (
        title("title: & more"),
        [
            "data/treatments/short/en.yaml:6: a text that begins with `&` is taken for a sign of YAML (put the text into quotes)"
        ],
    ),
    "a sign of greater": (
        title("title: > 5 mg"),
        [
            "data/treatments/short/en.yaml:6: a text that begins with `|` or `>` is taken for a sign of YAML (put the text into quotes, or begin it in the next line)"
        ],
    ),
    "a bracket never closed": (
        title("title: [Short"),
        [
            "data/treatments/short/en.yaml:6: the list that begins here with `[` lacks a comma or its end (look at line 7 too)"
        ],
    ),
    "a brace never closed": (
        title("title: {Short"),
        [
            "data/treatments/short/en.yaml:6: the group that begins here with `{` lacks a comma or its end (look at line 7 too)"
        ],
    ),
    "a comma first": (
        title("title: , short"),
        [
            "data/treatments/short/en.yaml:6: a bracket or a comma stands where a text begins (put the text into quotes)"
        ],
    ),
    "a dash behind a colon": (
        title("title: - Short"),
        [
            "data/treatments/short/en.yaml:6: a text that begins with a dash is taken for a sign of YAML (put the text into quotes, or begin a list below)"
        ],
    ),
    "a backslash": (
        title('title: "C:\\short"'),
        [
            "data/treatments/short/en.yaml:6: a backslash stands in double quotes (use single quotes around the text)"
        ],
    ),
    "too far right": (
        title("  title: Short"),
        [
            "data/treatments/short/en.yaml:6: this line is indented further than the one above it (begin it right under the line above; a text that goes on here stands in quotes)"
        ],
    ),
    "too far left": (
        text({"        text: One": "      text: One"}),
        [
            "data/treatments/short/en.yaml:19: this line is in line neither with the dashes above it nor with the keys behind them (mend the blanks it begins with)"
        ],
    ),
    "the first line too far right": (
        text({"id: short": "  id: short"}),
        [
            "data/treatments/short/en.yaml:1: the first line begins too far right (begin it at the left edge)"
        ],
    ),
    "an end in the middle": (
        title("...\ntitle: Short"),
        [
            "data/treatments/short/en.yaml:7: this line belongs to nothing above it (take out a `...` above it)"
        ],
    ),
    "a bracket closed twice": (
        text({"sources: [acr-ivig]": "sources: [acr-ivig]]"}),
        [
            "data/treatments/short/en.yaml:11: something stands here that belongs to no key (put the text into quotes)"
        ],
    ),
    "a placeholder": (
        title("title: {{ name }}"),
        [
            "data/treatments/short/en.yaml:6: a list or a group stands where a key should (put a text that begins with { or [ into quotes)"
        ],
    ),
    "a key beside the dashes": (
        text({"    heading": "   heading"}),
        [
            "data/treatments/short/en.yaml:15: this line is in line neither with the dashes above it nor with the keys behind them (mend the blanks it begins with)"
        ],
    ),
    "a tab": (
        text({"  text: Drink": "\ttext: Drink"}),
        [
            "data/treatments/short/en.yaml:10: a tab stands where YAML wants spaces (indent with spaces)"
        ],
    ),
    "Windows' line ends": (
        {AT: varied({"title: Short": "titel: Short"}).replace("\n", "\r\n").encode()},
        [
            "data/treatments/short/en.yaml:1: `title` is missing (add it)",
            "data/treatments/short/en.yaml:6: `titel` is not a field here (did you mean `title`?)",
        ],
    ),
    "an anchor": (
        title("title: &short Short"),
        [
            "data/treatments/short/en.yaml:6: `&` and `*` (anchors and aliases) are not used here (put a text that begins so into quotes; write out what is repeated)"
        ],
    ),
    "an alias of nothing": (
        title("title: *short"),
        [
            "data/treatments/short/en.yaml:6: `&` and `*` (anchors and aliases) are not used here (put a text that begins so into quotes; write out what is repeated)"
        ],
    ),
    "an alias": (
        text({"title: Short": "title: &a Short", "about: A short sheet": "about: *a"}),
        [
            "data/treatments/short/en.yaml:6: `&` and `*` (anchors and aliases) are not used here (put a text that begins so into quotes; write out what is repeated)",
            "data/treatments/short/en.yaml:7: `&` and `*` (anchors and aliases) are not used here (put a text that begins so into quotes; write out what is repeated)",
        ],
    ),
    "a bomb of aliases": (
        {FIELDS: "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"},
        [
            "data/fields.yaml:1: `&` and `*` (anchors and aliases) are not used here (put a text that begins so into quotes; write out what is repeated)",
            "data/fields.yaml:2: `&` and `*` (anchors and aliases) are not used here (put a text that begins so into quotes; write out what is repeated)",
            "data/fields.yaml:3: `&` and `*` (anchors and aliases) are not used here (put a text that begins so into quotes; write out what is repeated)",
        ],
    ),
    "a merge": (
        title("<<: {title: Short}"),
        ["data/treatments/short/en.yaml:6: `<<` (a merge) is not used here (write the keys out)"],
    ),
    "a tag": (
        title("title: !!python/object/apply:os.system [echo]"),
        [
            "data/treatments/short/en.yaml:6: `!` (a tag) is not used here (put a text that begins with it into quotes)"
        ],
    ),
    "an exclamation mark": (
        title("title: !Short sheet"),
        [
            "data/treatments/short/en.yaml:6: `!` (a tag) is not used here (put a text that begins with it into quotes)"
        ],
    ),
    "two documents": (
        {AT: SHORT + "---\n" + SHORT},
        [
            "data/treatments/short/en.yaml:22: a line `---` begins a second document (take the line out)"
        ],
    ),
    "UTF-16 from Windows": (
        {AT: SHORT.encode("utf-16")},
        ["data/treatments/short/en.yaml:1: this is UTF-16 text (save it as UTF-8)"],
    ),
    "UTF-16 without its mark": (
        {AT: SHORT.encode("utf-16-le")},
        ["data/treatments/short/en.yaml:1: this is UTF-16 text (save it as UTF-8)"],
    ),
    "Latin-1": (
        {AT: varied({"A short": "Un café"}).encode("latin-1")},
        ["data/treatments/short/en.yaml:7: this is not UTF-8 text (save it as UTF-8)"],
    ),
    "a NUL": (
        title("title: Sh\0ort"),
        ["data/treatments/short/en.yaml:6: a character that cannot stand in YAML (delete it)"],
    ),
    "nothing": (
        {AT: ""},
        ["data/treatments/short/en.yaml:1: the file is empty (write it or delete it)"],
    ),
    "comments": (
        {AT: "# To be written.\n"},
        ["data/treatments/short/en.yaml:1: the file is empty (write it or delete it)"],
    ),
    "a list": (
        {AT: "- id: short\n"},
        [
            "data/treatments/short/en.yaml:1: keys should stand here (write lines such as `key: value`)"
        ],
    ),
    "a word": (
        {AT: "short\n"},
        [
            "data/treatments/short/en.yaml:1: keys should stand here (write lines such as `key: value`)"
        ],
    ),
    "lists in lists": (
        title("title: " + "[" * 60 + "]" * 60),
        ["data/treatments/short/en.yaml:6: too many lists within lists (write it flat)"],
    ),
    "two megabytes": (
        {AT: "#" * 2_000_001},
        [
            "data/treatments/short/en.yaml: this file is too large (at most 2 million bytes: cut it into several)"
        ],
    ),
}

OF_KEYS: Mapping[str, tuple[Files, list[str]]] = {
    "an unknown key": (
        title("title: Short\nsubtitel: Shorter"),
        [
            "data/treatments/short/en.yaml:7: `subtitel` is not a field here (did you mean `subtitle`?)"
        ],
    ),
    "a key from elsewhere": (
        title("title: Short\nheading: What"),
        [
            "data/treatments/short/en.yaml:7: `heading` is not a field here (it has a place elsewhere: check the indentation)"
        ],
    ),
    "a missing key": (
        text({"title: Short\n": ""}),
        ["data/treatments/short/en.yaml:1: `title` is missing (add it)"],
    ),
    "a key twice": (
        title("title: Short\ntitle: Shorter"),
        ["data/treatments/short/en.yaml:7: `title` stands here twice (first on line 6)"],
    ),
    "a key twice in a statement": (
        text({"    text: One": "    text: Two.\n        text: One"}),
        ["data/treatments/short/en.yaml:20: `text` stands here twice (first on line 19)"],
    ),
    "nothing behind a key": (
        title("title:"),
        [
            "data/treatments/short/en.yaml:6: `title` is empty (write it behind the colon, in quotes where it begins with #)"
        ],
    ),
    "a list in place of text": (
        title("title: [Short]"),
        ["data/treatments/short/en.yaml:6: `title` is not text (write it on one line, in quotes)"],
    ),
    "a group in place of text": (
        title("title: {en: Short}"),
        ["data/treatments/short/en.yaml:6: `title` is not text (write it on one line, in quotes)"],
    ),
    "text in place of a list": (
        text({"sources: [acr-ivig]": "sources: acr-ivig"}),
        [
            "data/treatments/short/en.yaml:11: `sources` is not a list (write [one, two], or one a line, each behind a dash)"
        ],
    ),
    "text in place of a group": (
        {
            AT: SHORT[: SHORT.index("main_message")]
            + "main_message: Drink.\n"
            + SHORT[SHORT.index("sections") :]
        },
        [
            "data/treatments/short/en.yaml:8: `main_message` is not a group of keys (write its keys below it, each on an indented line)"
        ],
    ),
    "text in place of a section": (
        text({SHORT[SHORT.index("  - id: what") :]: "  - What it is\n"}),
        [
            "data/treatments/short/en.yaml:14: an entry of `sections` is not a group of keys (write its keys below it, each on an indented line)"
        ],
    ),
    "a list in a list": (
        text({"[acr-ivig]": "[[acr-ivig]]"}),
        [
            "data/treatments/short/en.yaml:11: an entry of `sources` is not text (write it on one line, in quotes)"
        ],
    ),
    "a capital in an id": (
        text({"id: main": "id: Main"}),
        [
            "data/treatments/short/en.yaml:9: `id` is not written as it must be (use a to z, 0 to 9 and -, at most 64)"
        ],
    ),
    "a long id": (
        text({"id: main": "id: " + "a" * 65}),
        [
            "data/treatments/short/en.yaml:9: `id` is not written as it must be (use a to z, 0 to 9 and -, at most 64)"
        ],
    ),
    "an id twice": (
        text({"id: first": "id: main"}),
        ["data/treatments/short/en.yaml:18: the id `main` stands twice (give it another)"],
    ),
    "no such day": (
        text({"2026-11-22": "2026-02-30"}),
        ["data/treatments/short/en.yaml:4: `updated` is not a date (write 2026-12-31)"],
    ),
    "a date as at home": (
        text({"2026-11-22": "30.2.2026"}),
        ["data/treatments/short/en.yaml:4: `updated` is not a date (write 2026-12-31)"],
    ),
    "no sections": (
        text({SHORT[SHORT.index("sections") :]: "sections: []\n"}),
        ["data/treatments/short/en.yaml:13: `sections` is empty (give at least one)"],
    ),
    "an unknown kind": (
        text({"kind: prose": "kind: list\n    setting: wide"}),
        [
            "data/treatments/short/en.yaml:17: `setting` has a value that is not known (write one of 'hanging', 'column' or 'full')"
        ],
    ),
    "an unknown source": (
        text({"[acr-ivig]": "[acr-ivig, acr-ivgi]"}),
        [
            "data/treatments/short/en.yaml:11: there is no source `acr-ivgi` (did you mean `acr-ivig`?)"
        ],
    ),
    "an unknown common statement": (
        text({FIRST: "      - use: takes-tiem\n"}),
        [
            "data/treatments/short/en.yaml:18: there is no common statement `takes-tiem` (did you mean `takes-time`?)"
        ],
    ),
    "a common statement with a text": (
        text({FIRST: "      - use: takes-time\n        text: It takes time.\n"}),
        [
            "data/treatments/short/en.yaml:19: `text` stands beside `use` (it is taken word for word: take this line out)"
        ],
    ),
    "an unknown merge": (
        text({FIRST: FIRST + "        merges: [takes-tiem]\n"}),
        [
            "data/treatments/short/en.yaml:22: there is no common statement `takes-tiem` (did you mean `takes-time`?)"
        ],
    ),
    "an unknown term": (
        title("title: Short\nexplains: [Placebo]"),
        [
            "data/treatments/short/en.yaml:7: `Placebo` is no term of the glossary (did you mean `placebo`?)"
        ],
    ),
    "a link that runs": (
        text({"One thing.": "'[See](javascript:alert(1)).'"}),
        [
            "data/treatments/short/en.yaml:19: a link leads neither to the web, a mail address nor a phone (begin it with https://, mailto: or tel:)"
        ],
    ),
    "a link to a file": (
        text({"One thing.": "'[See](file:///etc/passwd).'"}),
        [
            "data/treatments/short/en.yaml:19: a link leads neither to the web, a mail address nor a phone (begin it with https://, mailto: or tel:)"
        ],
    ),
    "a link to nowhere": (
        text({"One thing.": "'[See](page-2.html) and [see](https://clinic.example).'"}),
        [
            "data/treatments/short/en.yaml:19: a link leads neither to the web, a mail address nor a phone (begin it with https://, mailto: or tel:)"
        ],
    ),
    "mistakes of every kind at once": (
        text(
            {
                "2026-11-22": "soon",
                "title:": "titel:",
                "[acr-ivig]": "[zzz]",
                "id: first": "id: main",
            }
        ),
        [
            "data/treatments/short/en.yaml:1: `title` is missing (add it)",
            "data/treatments/short/en.yaml:4: `updated` is not a date (write 2026-12-31)",
            "data/treatments/short/en.yaml:6: `titel` is not a field here (did you mean `title`?)",
            "data/treatments/short/en.yaml:11: there is no source `zzz` (check the spelling)",
            "data/treatments/short/en.yaml:18: the id `main` stands twice (give it another)",
        ],
    ),
}

OF_THE_CLINIC: Mapping[str, tuple[Files, list[str]]] = {
    "nothing in it": (clinics(""), ["clinic.yaml:1: the file is empty (write it or delete it)"]),
    "a list": (
        clinics("- name\n"),
        ["clinic.yaml:1: keys should stand here (write lines such as `key: value`)"],
    ),
    "an unknown key": (
        clinics("nmae: Example Clinic\n"),
        ["clinic.yaml:1: `nmae` is not a field here (did you mean `name`?)"],
    ),
    "a colour by its name": (
        clinics("brand: {colour: teal}\n"),
        [
            'clinic.yaml:1: `colour` is not written as it must be (write a colour as "#0b6478", with the quotes)'
        ],
    ),
    "a short colour": (
        clinics("brand: {colour: '#fff'}\n"),
        [
            'clinic.yaml:1: `colour` is not written as it must be (write a colour as "#0b6478", with the quotes)'
        ],
    ),
    "a colour without quotes": (
        clinics("brand:\n  colour: #0b6478\n"),
        [
            "clinic.yaml:2: `colour` is empty (write it behind the colon, in quotes where it begins with #)"
        ],
    ),
    "an accent without quotes": (
        clinics("brand:\n  accent: #0b6478\n"),
        [
            'clinic.yaml:2: `accent` is empty (write a colour as "#0b6478", with the quotes, or take the line out)'
        ],
    ),
    "an address without https": (
        clinics("web: clinic.example\n"),
        [
            "clinic.yaml:1: `web` is not written as it must be (write a web address that begins with https:// and has no ?)"
        ],
    ),
    "an address with a query": (
        clinics("web: https://clinic.example/?from=anna\n"),
        [
            "clinic.yaml:1: `web` is not written as it must be (write a web address that begins with https:// and has no ?)"
        ],
    ),
    "a list of phones": (
        clinics("day_phone: {number: [312-555-0142]}\n"),
        ["clinic.yaml:1: `number` is not text (write it on one line, in quotes)"],
    ),
    "a phone that is no group": (
        clinics("day_phone: 312-555-0142\n"),
        [
            "clinic.yaml:1: `day_phone` is not a group of keys (write its keys below it, each on an indented line)"
        ],
    ),
    "an unknown paper": (
        clinics("paper: A5\n"),
        ["clinic.yaml:1: `paper` has a value that is not known (write one of 'Letter' or 'A4')"],
    ),
    "no languages": (
        clinics("languages: []\n"),
        ["clinic.yaml:1: `languages` is empty (give at least one)"],
    ),
    "a language that is no list": (
        clinics("languages: en\n"),
        [
            "clinic.yaml:1: `languages` is not a list (write [one, two], or one a line, each behind a dash)"
        ],
    ),
    "a language of no text": (
        clinics("languages: [en, xx]\n"),
        ["clinic.yaml:1: there is no text in the language `xx` (there is `en`, `es`)"],
    ),
    "a language by its name": (
        clinics("languages: [English]\n"),
        ["clinic.yaml:1: there is no text in the language `English` (there is `en`, `es`)"],
    ),
    "a folder": (
        {"clinic.yaml": Folder()},
        ["clinic.yaml: a folder stands where a file should (give it another name)"],
    ),
}

SIGNED = f"- {{text: short, language: en, content: {'0' * 64}, role: nurse, by: Anna Sample, day: 2026-12-01}}\n"

OF_SIGNATURES: Mapping[str, tuple[Files, list[str]]] = {
    "no list": (
        {"signoffs.yaml": "nurse: Anna Sample\n"},
        ["signoffs.yaml:1: this is not a list of signatures (write it with `handouts sign`)"],
    ),
    "a role there is not": (
        {"signoffs.yaml": SIGNED.replace("nurse", "doctor")},
        [
            "signoffs.yaml:1: `role` has a value that is not known (write one of 'prescriber', 'nurse', 'pharmacist' or 'translator')"
        ],
    ),
    "half a hash": (
        {"signoffs.yaml": SIGNED.replace("0" * 64, "0123")},
        ["signoffs.yaml:1: `content` is not written as it must be"],
    ),
    "no day, and one that there is not": (
        {
            "signoffs.yaml": SIGNED.replace(", day: 2026-12-01", "")
            + SIGNED.replace("12-01", "13-01")
        },
        [
            "signoffs.yaml:1: `day` is missing (add it)",
            "signoffs.yaml:2: `day` is not a date (write 2026-12-31)",
        ],
    ),
    "a role of the clinic's that there is not": (
        {"clinic.yaml": "signers: [surgeon]\n"},
        [
            "clinic.yaml:1: an entry of `signers` has a value that is not known (write one of 'prescriber', 'nurse', 'pharmacist' or 'translator')"
        ],
    ),
    "nobody who signs": (
        {"clinic.yaml": "signers: []\n"},
        ["clinic.yaml:1: `signers` is empty (give at least one)"],
    ),
}

OF_SHARED_FILES: Mapping[str, tuple[Files, list[str]]] = {
    "a source without its citation": (
        {SOURCES: SOURCE.replace(", cite: A study.", "")},
        ["data/sources.yaml:1: `cite` is missing (add it)"],
    ),
    "a source that is a word": (
        {SOURCES: "our-study: A study.\n"},
        [
            "data/sources.yaml:1: `our-study` is not a group of keys (write its keys below it, each on an indented line)"
        ],
    ),
    "a source with a blank in its name": (
        {SOURCES: SOURCE.replace("our-", "our ")},
        [
            "data/sources.yaml:1: a name is not written as it must be (use a to z, 0 to 9, - and _, at most 64)"
        ],
    ),
    "sources that cannot be read, one of them cited": (
        {SOURCES: "our-study: A: study\n", AT: varied({"[acr-ivig]": "[our-study]"})},
        ["data/sources.yaml:1: a second colon stands on one line (put the text into quotes)"],
    ),
    "a wrong source that is cited": (
        {SOURCES: SOURCE.replace("primary", "weak"), AT: varied({"[acr-ivig]": "[our-study]"})},
        [
            "data/sources.yaml:1: `tier` has a value that is not known (write one of 'primary' or 'secondary')"
        ],
    ),
    "common statements that cannot be read, one of them used": (
        {COMMON: COMMONS + "\tx\n", AT: varied({FIRST: "      - use: hello\n      - use: bye\n"})},
        ["data/common/en.yaml:7: a tab stands where YAML wants spaces (indent with spaces)"],
    ),
    "a wrong common statement that is used": (
        {
            COMMON: COMMONS.replace("confidence: mixed", "confidence: sure"),
            AT: varied({FIRST: "      - use: hello\n"}),
        },
        [
            "data/common/en.yaml:6: `confidence` has a value that is not known (write one of 'retrieved', 'mixed' or 'background')"
        ],
    ),
    "a common statement twice": (
        {COMMON: COMMONS + HELLO},
        ["data/common/en.yaml:7: the id `hello` stands twice (give it another)"],
    ),
    "a common statement with an unknown source": (
        {COMMON: COMMONS.replace("acr-ivig", "acr-ivgi")},
        ["data/common/en.yaml:5: there is no source `acr-ivgi` (did you mean `acr-ivig`?)"],
    ),
    "common statements of another language": (
        {COMMON: COMMONS.replace("language: en", "language: fr")},
        [
            "data/common/en.yaml:1: `language` is `fr`, and the file is called `en.yaml` (make them the same)"
        ],
    ),
    "a glossary that cannot be read, one of its terms explained": (
        {GLOSSARY: GLOSSED + "x", AT: varied({"title: Short": "title: Short\nexplains: [drip]"})},
        [
            "data/glossary/en.yaml:4: this line has no colon with a blank after it (write `key: value`)"
        ],
    ),
    "a term twice": (
        {GLOSSARY: GLOSSED + TERM},
        ["data/glossary/en.yaml:4: the term `drip` stands twice (give it another)"],
    ),
    "a term with a link to a file": (
        {GLOSSARY: GLOSSED.replace("It.", "'[It](/etc/passwd)'")},
        [
            "data/glossary/en.yaml:3: a link leads neither to the web, a mail address nor a phone (begin it with https://, mailto: or tel:)"
        ],
    ),
    "a field of an unknown kind": (
        {FIELDS: SIDE.replace("text", "txt")},
        [
            "data/fields.yaml:1: `kind` has a value that is not known (write one of 'text', 'long text', 'date', 'date and time', 'dates', 'phone', 'choice' or 'yes/no')"
        ],
    ),
    "a choice without choices": (
        {FIELDS: SIDE.replace("text", "choice")},
        ["data/fields.yaml:1: a choice needs its `choices` (list them)"],
    ),
    "a field whose label is text": (
        {FIELDS: "side:\n  kind: text\n  labels: Side\n"},
        [
            "data/fields.yaml:3: `labels` is not a group of keys (write its keys below it, each on an indented line)"
        ],
    ),
    "a field without a label": (
        {FIELDS: "side:\n  kind: text\n  labels: {}\n"},
        ["data/fields.yaml:3: `labels` is empty (give at least one)"],
    ),
    "a field called as what is no field": (
        {FIELDS: SIDE.replace("side", "email")},
        [
            "data/fields.yaml:1: a field cannot be called `email`, which says whom a copy is for (give it another name)"
        ],
    ),
    "an unknown label": (
        {LABELS: "yess: Yes\n"},
        ["data/labels/en.yaml:1: `yess` is not a label (did you mean `yes`?)"],
    ),
    "a label that nothing fills": (
        {LABELS: 'version: "version {number}"\n'},
        ["data/labels/en.yaml:1: nothing fills `{number}` (see ours for its braces)"],
    ),
    "a label that asks for a form": (
        {LABELS: 'version: "version {version:>9999999999}"\n'},
        ["data/labels/en.yaml:1: nothing fills `{version:>9999999999}` (see ours for its braces)"],
    ),
    "a text that a sign cuts short": (
        text({"text: One thing.": "text: Come to room #3 at noon."}),
        [
            f"{AT}:19: what follows `#` in `text` is not read (put the text into quotes, or the comment on a line of its own)"
        ],
    ),
    "a text to hand out that there is not": (
        {"clinic.yaml": CLINIC + "texts: [ivgi]\n"},
        ["clinic.yaml:2: there is no text `ivgi` (did you mean `ivig`?)"],
    ),
    "a chapter that there is not": (
        {"clinic.yaml": CLINIC + "booklet:\n  texts: [ivig, ivgi]\n"},
        ["clinic.yaml:3: there is no text `ivgi` (did you mean `ivig`?)"],
    ),
    "a chapter twice": (
        {"clinic.yaml": CLINIC + "booklet:\n  texts: [ivig, costs, ivig]\n"},
        ["clinic.yaml:3: `ivig` stands twice (take one out)"],
    ),
    "a text that is called as our booklets are": (
        {"data/topics/booklet/en.yaml": varied({"id: short": "id: booklet"})},
        [
            "data/topics/booklet/en.yaml:1: a text cannot be called `booklet`, as our own files are (give it another id)"
        ],
    ),
    "a key of a booklet misspelt": (
        {"clinic.yaml": CLINIC + "booklet:\n  titel: {en: Our book}\n"},
        ["clinic.yaml:3: `titel` is not a field here (did you mean `title`?)"],
    ),
    "a booklet's title in no language": (
        {"clinic.yaml": CLINIC + "booklet:\n  title: Our book\n"},
        [
            "clinic.yaml:3: `title` is not a group of keys (write its keys below it, each on an indented line)"
        ],
    ),
    "a term to leave out that there is not": (
        {"data/glossary/en.yaml": "language: en\nwithout: [plasmas]\n"},
        [
            "data/glossary/en.yaml:2: there is no term `plasmas` to leave out (did you mean `plasma`?)"
        ],
    ),
    "a head that a log has no room for": (
        text(
            {
                "kind: prose": "kind: log\n    columns: [Day, Monday, Tue, Wed, Thu, Fri, Sat, Sun]\n    lines: 2"
            }
        ),
        [
            f"{AT}:14: `Monday` is too wide for one of 8 columns (5 letters fit; such as Mon for Monday)"
        ],
    ),
    "a way to write dates that nobody knows": (
        {LABELS: "locale: en_XX\n"},
        ["data/labels/en.yaml:1: no dates are known for `en_XX` (write such as en or en_GB)"],
    ),
    "a label with an open brace": (
        {LABELS: 'version: "version {"\n'},
        [
            "data/labels/en.yaml:1: a brace of `version` is open (write {{ for a brace that is printed)"
        ],
    ),
    "a label that is a list": (
        {LABELS: "version: [version]\n"},
        ["data/labels/en.yaml:1: `version` is not text (write it on one line)"],
    ),
    "a language without labels": (
        {ES: varied({"language: en": "language: fr"})},
        [
            "data/treatments/short/fr.yaml:2: there are no labels in the language `fr` (write data/labels/fr.yaml)"
        ],
    ),
    "labels that cannot be read": (
        {"data/labels/fr.yaml": "page\n", ES: varied({"language: en": "language: fr"})},
        ["data/labels/fr.yaml:1: keys should stand here (write lines such as `key: value`)"],
    ),
    "mistakes in every file": (
        {
            "clinic.yaml": "paper: A5\n",
            SOURCES: "- a\n",
            FIELDS: "side: 1\n",
            LABELS: "yess: Yes\n",
            AT: varied({"title:": "titel:"}),
        },
        [
            "clinic.yaml:1: `paper` has a value that is not known (write one of 'Letter' or 'A4')",
            "data/fields.yaml:1: `side` is not a group of keys (write its keys below it, each on an indented line)",
            "data/labels/en.yaml:1: `yess` is not a label (did you mean `yes`?)",
            "data/sources.yaml:1: keys should stand here (write lines such as `key: value`)",
            "data/treatments/short/en.yaml:1: `title` is missing (add it)",
            "data/treatments/short/en.yaml:6: `titel` is not a field here (did you mean `title`?)",
        ],
    ),
}

OF_PLACES: Mapping[str, tuple[Files, list[str]]] = {
    "a folder with blanks in its name": (
        {"data/treatments/My Text/en.yaml": SHORT},
        [
            "data/treatments/My Text: this folder is not called as an id must be (use a to z, 0 to 9 and -, at most 64)"
        ],
    ),
    "a file called by a whole word": (
        {AT.replace("en.", "english."): SHORT},
        [
            "data/treatments/short/english.yaml: this file is not called by a language (call it by its language, such as en.yaml)"
        ],
    ),
    "a file called in capitals": (
        {AT.replace("en.", "EN."): SHORT},
        [
            "data/treatments/short/EN.yaml: this file is not called by a language (call it by its language, such as en.yaml)"
        ],
    ),
    "the ending yml": (
        {AT.replace("yaml", "yml"): SHORT},
        ["data/treatments/short/en.yml: nothing reads a file called so (rename it to en.yaml)"],
    ),
    "the ending that Windows adds": (
        {AT + ".txt": SHORT},
        [
            "data/treatments/short/en.yaml.txt: nothing reads a file called so (rename it to en.yaml)"
        ],
    ),
    "an id of another folder": (
        text({"id: short": "id: long"}),
        [
            "data/treatments/short/en.yaml:1: `id` is `long`, but its folder is `short` (make them the same)"
        ],
    ),
    "a language of another file": (
        text({"language: en": "language: fr"}),
        [
            "data/treatments/short/en.yaml:2: `language` is `fr`, but its file is `en.yaml` (make them the same)"
        ],
    ),
    "a text without a folder": (
        {"data/treatments/knee.yaml": SHORT},
        [
            "data/treatments/knee.yaml: nothing reads a file here (put it into a folder of its own: data/treatments/knee/en.yaml)"
        ],
    ),
    "a text too deep": (
        {"data/treatments/knee/new/en.yaml": SHORT},
        [
            "data/treatments/knee/new/en.yaml: nothing reads a file here (see in the README how data/treatments is laid out)"
        ],
    ),
    "a shelf spelt wrong": (
        {AT.replace("treatments", "treatment"): SHORT},
        ["data/treatment/short/en.yaml: nothing reads a file here (did you mean `treatments`?)"],
    ),
    "a file that nothing reads": (
        {"data/source.yaml": SOURCE},
        ["data/source.yaml: nothing reads a file here (did you mean `sources.yaml`?)"],
    ),
    "labels called by a whole word": (
        {"data/labels/english.yaml": "yes: Yes\n"},
        [
            "data/labels/english.yaml: this file is not called by a language (call it by its language, such as en.yaml)"
        ],
    ),
    "a treatment that is a topic": (
        {"data/topics/ivig/en.yaml": varied({"id: short": "id: ivig"})},
        ["data/topics/ivig/en.yaml:1: `ivig` is a treatment and a topic too (give one another id)"],
    ),
    "a treatment that is a topic in another language": (
        {
            "data/topics/ivig/fr.yaml": varied(
                {"id: short": "id: ivig", "language: en": "language: fr"}
            ),
            "data/labels/fr.yaml": "page: Página\n",
        },
        ["data/topics/ivig/fr.yaml:1: `ivig` is a treatment and a topic too (give one another id)"],
    ),
    "a folder in place of a text": (
        {AT: Folder()},
        [
            "data/treatments/short/en.yaml: a folder stands where a file should (give it another name)"
        ],
    ),
    "sources linked from outside, one of them cited": (
        {SOURCES: Link("/etc/passwd"), AT: varied({"[acr-ivig]": "[our-study]"})},
        [
            "data/sources.yaml: this link leads out of the clinic's folder (put the file itself here)"
        ],
    ),
    "common statements with another ending, one of them used": (
        {COMMON.replace("yaml", "yml"): COMMONS, AT: varied({FIRST: "      - use: hello\n"})},
        ["data/common/en.yml: nothing reads a file called so (rename it to en.yaml)"],
    ),
    "a language whose text has another ending": (
        {"clinic.yaml": "languages: [en, fr]\n", ES.replace("yaml", "yml"): SHORT},
        ["data/treatments/short/fr.yml: nothing reads a file called so (rename it to fr.yaml)"],
    ),
    "a pipe in place of a text": (
        {AT: Pipe()},
        ["data/treatments/short/en.yaml: this is neither a file nor a folder (take it out)"],
    ),
    "a pipe in place of a template": (
        {"templates/handout.html": Pipe()},
        ["templates/handout.html: this is neither a file nor a folder (take it out)"],
    ),
    "a link to nothing": (
        {AT: Link("nowhere.yaml")},
        ["data/treatments/short/en.yaml: this link leads to nothing (put the file itself here)"],
    ),
    "a link to itself": (
        {AT: Link("en.yaml")},
        ["data/treatments/short/en.yaml: this link leads to nothing (put the file itself here)"],
    ),
    "a text linked from outside": (
        {AT: Link("../../../../outside.yaml")},
        [
            "data/treatments/short/en.yaml: this link leads out of the clinic's folder (put the file itself here)"
        ],
    ),
    "a folder of texts linked from outside": (
        {"data/treatments": Link("../../outside")},
        ["data/treatments: this link leads out of the clinic's folder (put the file itself here)"],
    ),
    "all data linked from outside": (
        {"data": Link("/etc")},
        ["data: this link leads out of the clinic's folder (put the file itself here)"],
    ),
    "a clinic linked from outside": (
        {"clinic.yaml": Link("../outside.yaml")},
        ["clinic.yaml: this link leads out of the clinic's folder (put the file itself here)"],
    ),
    "a template linked from outside": (
        {"templates/handout.html": Link("/etc/passwd")},
        [
            "templates/handout.html: this link leads out of the clinic's folder (put the file itself here)"
        ],
    ),
    "a stylesheet linked from outside": (
        {"styles/handout.css": Link("/etc/passwd")},
        [
            "styles/handout.css: this link leads out of the clinic's folder (put the file itself here)"
        ],
    ),
    "a font linked from outside": (
        {"styles/fonts/Our-Regular.ttf": Link("/etc/passwd")},
        [
            "styles/fonts/Our-Regular.ttf: this link leads out of the clinic's folder (put the file itself here)"
        ],
    ),
    "a picture linked from outside": (
        {AT: SHORT, AT.replace("en.yaml", "knee.png"): Link("/etc/passwd")},
        [
            "data/treatments/short/knee.png: this link leads out of the clinic's folder (put the file itself here)"
        ],
    ),
    "folders in a circle": (
        {"data/treatments/round": Link("..")},
        [
            "data/treatments/round: this link leads to a folder that is read already (put the files themselves here)"
        ],
    ),
}

WRONG: Mapping[str, tuple[Files, list[str]]] = {
    f"{head}: {name}": row
    for head, rows in {
        "yaml": OF_YAML,
        "keys": OF_KEYS,
        "clinic": OF_THE_CLINIC,
        "signatures": OF_SIGNATURES,
        "shared": OF_SHARED_FILES,
        "places": OF_PLACES,
    }.items()
    for name, row in rows.items()
}


def lay(folder: Path, files: Files) -> Path:
    """The folder, holding these files, and a clinic.yaml in any case; `outside` lies beside it."""
    (folder.parent / "outside.yaml").write_text(CLINIC, encoding="utf-8")
    (folder.parent / "outside").mkdir()
    for path, what in {"clinic.yaml": CLINIC, **files}.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        match what:
            case Link():
                place.symlink_to(what.to)
            case Folder():
                place.mkdir()
            case Pipe():
                os.mkfifo(place)
            case bytes():
                place.write_bytes(what)
            case _:
                place.write_text(str(what), encoding="utf-8", newline="")
    return folder


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The clinic's folder, in which the person sits."""
    folder = tmp_path / "clinic"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("wrong", WRONG)
def test_whoever_prints_from_a_wrong_folder_reads_what_to_mend_and_gets_no_pdf(
    wrong: str, desk: Path
) -> None:
    files, sentences = WRONG[wrong]
    lay(desk, files)
    before = sorted(desk.rglob("*"))
    done = CliRunner().invoke(main, ["print", "options", "--clinic", "."])
    assert done.stderr.splitlines() == sentences
    assert (done.exit_code, done.stdout) == (1, "")
    assert sorted(desk.rglob("*")) == before


def test_whoever_checks_a_wrong_folder_reads_the_same(desk: Path) -> None:
    files, sentences = WRONG["keys: mistakes of every kind at once"]
    done = CliRunner().invoke(main, ["check", "--clinic", str(lay(desk, files))])
    assert done.stderr.splitlines() == sentences
    assert (done.exit_code, done.stdout) == (1, "")


@pytest.mark.parametrize("command", [["print", "options"], ["check"]])
def test_the_command_as_it_is_installed_ends_with_1_and_these_lines_alone(
    command: list[str], desk: Path
) -> None:
    files, sentences = WRONG["shared: mistakes in every file"]
    words = [str(Path(sys.executable).parent / "handouts"), *command, "--clinic", "."]
    done = subprocess.run(words, cwd=lay(desk, files), capture_output=True, text=True, check=False)
    assert done.stderr.splitlines() == sentences
    assert (done.returncode, done.stdout) == (1, "")


def test_a_thousand_mistakes_are_all_told_file_by_file_and_line_by_line(desk: Path) -> None:
    wrong = "".join(FIRST.replace("first", f"s-{i}").replace("mixed", "sure") for i in range(500))
    other = AT.replace("short", "other")
    files = {AT: varied({FIRST: wrong}), other: varied({"id: short": "id: other", FIRST: wrong})}
    done = CliRunner().invoke(main, ["print", "short", "--clinic", str(lay(desk, files))])
    numbers = [line.rpartition("yaml:")[2].partition(":")[0] for line in done.stderr.splitlines()]
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == [other] * 500 + [
        AT
    ] * 500
    assert list(map(int, numbers)) == [21 + 4 * i for i in range(500)] * 2


SPANISH = {ES: varied({"language: en": "language: fr"}), "clinic.yaml": "languages: [en, fr]\n"}


def test_a_language_that_is_printed_has_each_label_and_a_label_for_each_field(desk: Path) -> None:
    labels = (SHIPPED / LABELS).read_text(encoding="utf-8")
    fields = yaml.safe_load((SHIPPED / FIELDS).read_text(encoding="utf-8"))
    own = {name: {**field, "labels": {"en": "A", "fr": "A"}} for name, field in fields.items()}
    files = {
        **SPANISH,
        "data/labels/fr.yaml": labels.replace("\nyes: Yes\n", "\n").replace("\nno: No\n", "\n"),
        FIELDS: yaml.safe_dump({**own, "phone": {"kind": "phone", "labels": {"en": "Phone"}}}),
    }
    line = files[FIELDS].splitlines().index("phone:") + 1
    done = CliRunner().invoke(main, ["print", "options", "--clinic", str(lay(desk, files))])
    assert done.stderr.splitlines() == [
        f"{FIELDS}:{line}: `phone` has no label in the language `fr` "
        "(write the field into your own data/fields.yaml, with that label)",
        "data/labels/fr.yaml: there is no label `yes` (in English: Yes)",
        "data/labels/fr.yaml: there is no label `no` (in English: No)",
    ]


def test_a_language_that_is_not_printed_yet_may_lack_labels(desk: Path) -> None:
    files = {ES: SPANISH[ES], "data/labels/fr.yaml": "page: Página\n"}
    done = CliRunner().invoke(main, ["check", "short", "--clinic", str(lay(desk, files))])
    assert "label" not in done.stderr
    assert done.stdout


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("nowhere", "nowhere: there is no such folder (give the clinic's folder)"),
        ("clinic.yaml", "clinic.yaml: this is a file (give the clinic's folder)"),
        ("data", "data: there is no clinic.yaml in this folder (give the clinic's folder)"),
        (
            "yml",
            "yml: there is no clinic.yaml in this folder (rename clinic.yml to clinic.yaml)",
        ),
        ("a" * 300, f"{'a' * 300}: this folder cannot be read (give the clinic's folder)"),
    ],
)
def test_what_is_no_clinics_folder_is_told(given: str, sentence: str, desk: Path) -> None:
    lay(desk, {AT: SHORT, "yml/clinic.yml": CLINIC})
    done = CliRunner().invoke(main, ["print", "options", "--clinic", given])
    assert (done.exit_code, done.stderr) == (1, f"{sentence}\n")


def test_a_link_within_the_folder_is_followed(desk: Path) -> None:
    files = {
        "data/texts/en.txt": SHORT,
        AT: Link("../../texts/en.txt"),
        "data/more/knee/en.txt": varied({"id: short": "id: knee"}),
        "data/topics/knee/en.yaml": Link("../../more/knee/en.txt"),
    }
    library = open_library(lay(desk, files))
    assert library.text("short", "en").title == library.text("knee", "en").title == "Short"


@pytest.mark.parametrize(
    "name", ["._en.yaml", ".en.yaml.swp", "en.yaml~", "en.yaml.bak", "README.md", "knee.png"]
)
def test_what_editors_and_people_leave_beside_a_text_is_left_alone(name: str, desk: Path) -> None:
    folder = lay(desk, {AT: SHORT, AT.replace("en.yaml", name): b"\xff\0"})
    assert open_library(folder).text("short", "en").title == "Short"


def test_the_mark_of_an_editor_that_has_a_text_open_is_left_alone(desk: Path) -> None:
    folder = lay(desk, {AT: SHORT, AT.replace("en.yaml", ".#en.yaml"): Link("anna@desk.1234")})
    assert open_library(folder).text("short", "en").title == "Short"
