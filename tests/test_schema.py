"""What an editor underlines, and what it lets stand, is what the program refuses and takes."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from click.testing import CliRunner
from helpers import AT, GLOSSARY, SHORT, clinic, mistakes, told, varied
from jsonschema import Draft202012Validator

from handouts import SHIPPED
from handouts.cli import main
from handouts.clinic import Clinic, PersonalField
from handouts.hover import HOVER
from handouts.library import Library, open_library
from handouts.model import Topic, Treatment, Wording
from handouts.patients import patient
from handouts.reading import read_text
from handouts.schema import PLACES, schemas
from handouts.sentences import _PATTERNS
from handouts.shelves import Common, Terms
from handouts.statements import Source

DATA = SHIPPED / "data"

FIELDS = """\
allergy: {kind: yes/no, labels: {en: Allergy}}
arm: {kind: choice, labels: {en: Arm}, choices: [left, right, "2"]}
notes:
"""

PATIENT = """\
ref: 17
name: Anna Example
birth_date: 1962-03-05
appointment: 2026-12-01T09:30
phone: 3125550123
location:
visits: [2026-12-01, 2026-12-29]
allergy: no
arm: 2
"""

# The labels, the source, the field and the rest that a clinic may write beside its text.
OWN = {
    "clinic.yaml": "name: Example Clinic\n",
    AT: SHORT,
    "data/sources.yaml": "own: {title: T, publisher: P, year: 2026, tier: primary, cite: C}\n",
    "data/fields.yaml": FIELDS,
    "data/labels/en.yaml": "page: Seite\n",
    "data/common/en.yaml": "language: en\nstatements:\n"
    "  - {id: own, text: T, sources: [own], confidence: mixed}\n",
    "data/glossary/en.yaml": GLOSSARY,
    "data/wording/en.yaml": "names: [Examplitis]\nbrands: {Examplin: examplimab}\n",
}


class Editor(yaml.CSafeLoader):
    """Reads YAML 1.2 as an editor does: a date and `no` are text, `2026` is a number."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


KINDS = {
    "null": (r"~|null|Null|NULL|", lambda text: None),
    "bool": (r"true|True|TRUE|false|False|FALSE", lambda text: text.lower() == "true"),
    "int": (r"[-+]?[0-9]+", int),
    "float": (r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", float),
}
for kind, (pattern, made) in KINDS.items():
    tag = f"tag:yaml.org,2002:{kind}"
    Editor.add_implicit_resolver(tag, re.compile(f"^(?:{pattern})$"), None)
    Editor.add_constructor(tag, lambda loader, node, made=made: made(node.value))


def seen(text: str) -> Any:
    """The file as an editor reads it."""
    return yaml.load(text, Editor)


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The schemas of a clinic with fields of its own."""
    folder = clinic(tmp_path_factory.mktemp("clinic"), {"data/fields.yaml": FIELDS})
    return schemas(open_library(folder))


def kind_of(path: str) -> str:
    """The kind of file that lies there in a clinic's folder."""
    (kind,) = [kind for kind, place in PLACES.items() if Path(path).match(place)]
    return kind


def underlined(kinds: dict[str, Any], kind: str, text: str) -> list[str]:
    return [error.message for error in Draft202012Validator(kinds[kind]).iter_errors(seen(text))]


def shipped() -> Iterator[tuple[str, Path]]:
    """Every file of ours, the starter's and the examples', with where a clinic's folder holds it."""
    examples = sorted(path.parent for path in (SHIPPED / "examples").glob("*/clinic.yaml"))
    for root in (SHIPPED, DATA / "starter", *examples):
        for path in sorted([*root.glob("clinic.yaml"), *root.glob("data/**/*.yaml")]):
            if root != SHIPPED or "starter" not in path.parts:
                yield path.relative_to(root).as_posix(), path


@pytest.fixture(scope="module")
def ours(library: Library) -> dict[str, Any]:
    """The schemas of our own files."""
    return schemas(library)


@pytest.mark.parametrize(("place", "path"), list(shipped()), ids=str)
def test_every_file_of_ours_is_taken(place: str, path: Path, ours: dict[str, Any]) -> None:
    text = path.read_text(encoding="utf-8")
    assert underlined(ours, kind_of(place), text) == []


def test_there_are_files_of_ours_of_every_kind_but_a_patients() -> None:
    assert {kind_of(place) for place, _ in shipped()} == {*PLACES} - {"patient"}


def test_a_short_file_of_each_kind_is_taken(kinds: dict[str, Any], tmp_path: Path) -> None:
    assert {kind_of(place) for place in OWN} == {*PLACES} - {"topic", "patient"}
    assert [underlined(kinds, kind_of(place), text) for place, text in OWN.items()] == [[]] * 8
    assert told(tmp_path, OWN) == []


# What is written in place of what: right as it stands.
TAKEN: list[tuple[str, dict[str, str]]] = [
    ("clinic.yaml", {"name: Example Clinic": "name: 24\nday_phone: {number: 3125550142}"}),
    ("clinic.yaml", {"name: Example Clinic": "emergency_number: 911\nname:"}),
    ("clinic.yaml", {"name: Example Clinic": "name: true"}),
    (AT, {'version: "1"': "version: 0.1"}),
    (AT, {"updated: 2026-11-22": 'updated: "2026-11-22"'}),
    (AT, {"id: first": "id: 2026"}),
    (AT, {"confidence: mixed\nsections": "confidence: mixed\n  high_risk: yes\nsections"}),
    (AT, {"  id: main\n  text: Drink water.\n": "  id: main\n  text: 7\n  expires:\n"}),
    (AT, {"      - id: first": "      - use: dm-rare\n        continues: true\n      - id: first"}),
    (AT, {SHORT[SHORT.index("  id: main") : SHORT.index("sections:")]: "  use: dm-rare\n"}),
    (AT, {"kind: prose": "kind: questions\n    lines: 3"}),
    (AT, {"kind: prose": 'kind: questions\n    lines: "3"'}),
    (AT, {"kind: prose": "kind: timeline\n    caption: C\n    weeks: [0, 2, 6]\n    then_every: 8"}),
    (AT, {"kind: prose": "kind: timeline\n    caption: C\n    weeks: [{week: 0, label: L}, 2]"}),
    ("data/sources.yaml", {"year: 2026": 'year: "2026", url: https://clinic.example/?a=b'}),
    ("data/sources.yaml", {"own:": "acr-ivig:\n  {title: T, publisher: P, year: 1, tier: primary, cite: C}\nown:"}),
    ("data/labels/en.yaml", {"Seite": "7"}),
    ("data/glossary/en.yaml", {"also: [blood plasma]": "also: [blood plasma, 7], say: PLAZ-muh"}),
    ("data/wording/en.yaml", {"[Examplitis]": "[Examplitis, 5-FU, 7]"}),
]  # fmt: skip

# What is written in place of what: wrong then.
MISTAKEN: list[tuple[str, dict[str, str]]] = [
    ("clinic.yaml", {"name:": "nmae:"}),
    ("clinic.yaml", {"name: Example Clinic": "paper: A5"}),
    ("clinic.yaml", {"name: Example Clinic": "brand: {colour: teal}"}),
    ("clinic.yaml", {"name: Example Clinic": "day_phone: 312-555-0142"}),
    ("clinic.yaml", {"name: Example Clinic": "languages: en"}),
    ("clinic.yaml", {"name: Example Clinic": "web: clinic.example"}),
    (AT, {"title: Short\n": ""}),
    (AT, {"headin": "headn"}),
    (AT, {"kind: prose": "kind: porse"}),
    (AT, {"    kind: prose\n": ""}),
    (AT, {"kind: prose": "kind: notes\n    lines: 99"}),
    (AT, {"kind: prose": "kind: notes\n    lines: many"}),
    (AT, {"updated: 2026-11-22": "updated: 22 November"}),
    (AT, {"updated: 2026-11-22": "updated: 20261122"}),
    (AT, {"id: first": "id: First"}),
    (AT, {"confidence: mixed": "confidence: sure"}),
    (AT, {"sources: [acr-ivig]": "sources: []"}),
    (AT, {"sources: [acr-ivig]": "sources: acr-ivig"}),
    (AT, {"        text: One thing.\n": ""}),
    (AT, {"        confidence: mixed\n": "        confidence: mixed\n        high_risk: perhaps\n"}),
    (AT, {"      - id: first": "      - use: dm-rare\n        expires: 2030-01-01\n      - id: first"}),
    (AT, {"sections:": "glance:\n  - use: dm-rare\nsections:"}),
    (AT, {"kind: prose": "kind: timeline\n    caption: C\n    weeks: [soon]"}),
    (AT, {"kind: prose": "kind: timeline\n    caption: C\n    weeks: []"}),
    (AT, {"kind: prose": "kind: link\n    url: https://clinic.example/?patient=7"}),
    ("data/sources.yaml", {"tier: primary": "tier: first"}),
    ("data/sources.yaml", {", cite: C": ""}),
    ("data/fields.yaml", {"kind: choice": "kind: choise"}),
    ("data/labels/en.yaml", {"page:": "pgae:"}),
    ("data/labels/en.yaml", {"Seite": "[Seite]"}),
    ("data/common/en.yaml", {"id: own": "use: own"}),
    ("data/glossary/en.yaml", {"definition: The yellow part.": "meaning: The yellow part."}),
    ("data/wording/en.yaml", {"[Examplitis]": "{Examplitis: a}"}),
]  # fmt: skip


@pytest.mark.parametrize(("place", "change"), TAKEN, ids=str)
def test_what_the_program_takes_is_not_underlined(
    place: str, change: dict[str, str], kinds: dict[str, Any], tmp_path: Path
) -> None:
    text = varied(change, OWN[place])
    assert told(tmp_path, OWN | {place: text}) == []
    assert underlined(kinds, kind_of(place), text) == []


@pytest.mark.parametrize(("place", "change"), MISTAKEN, ids=str)
def test_what_is_underlined_is_refused_by_the_program_too(
    place: str, change: dict[str, str], kinds: dict[str, Any], tmp_path: Path
) -> None:
    text = varied(change, OWN[place])
    assert underlined(kinds, kind_of(place), text) != []
    assert told(tmp_path, OWN | {place: text}) != []


def told_of_patient(folder: Path, text: str) -> list[str]:
    library = open_library(clinic(folder, {"data/fields.yaml": FIELDS}))
    return mistakes(patient, read_text(text, "anna.yaml"), library.fields)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"ref: 17": "ref: A-17"},
        {"visits: [2026-12-01, 2026-12-29]": "visits: 2026-12-01, 2026-12-29"},
        {"T09:30": " 09:30"},
        {"allergy: no": 'allergy: "yes"'},
        {"allergy: no": "allergy: true"},
        {"arm: 2": "arm: left"},
        {"arm: 2": "arm:"},
        {"name: Anna Example": "name:\nlanguage: en\nedition: standard"},
    ],
    ids=str,
)
def test_a_patients_file_is_taken(
    change: dict[str, str], kinds: dict[str, Any], tmp_path: Path
) -> None:
    text = varied(change, PATIENT)
    assert told_of_patient(tmp_path, text) == []
    assert underlined(kinds, "patient", text) == []


@pytest.mark.parametrize(
    "change",
    [
        {"name:": "nmae:"},
        {"name: Anna Example": f"name: {'Anna ' * 20}"},
        {"1962-03-05": "5 March 62"},
        {"T09:30": ""},
        {"[2026-12-01, 2026-12-29]": "[2026-12-01, soon]"},
        {"[2026-12-01, 2026-12-29]": str(["2026-12-01"] * 11)},
        {"allergy: no": "allergy: perhaps"},
        {"arm: 2": "arm: 3"},
        {"ref: 17": "ref: Anna Example"},
        {"ref: 17": "edition: large"},
        {"ref: 17": "notes: Here this clinic has no such field"},
    ],
    ids=str,
)
def test_a_mistake_in_a_patients_file_is_underlined(
    change: dict[str, str], kinds: dict[str, Any], tmp_path: Path
) -> None:
    text = varied(change, PATIENT)
    assert underlined(kinds, "patient", text) != []
    assert told_of_patient(tmp_path, text) != []


def keys(schema: Any) -> Iterator[tuple[str, Any]]:
    """Every key that a schema knows, and what it tells of it."""
    if isinstance(schema, list):
        for part in schema:
            yield from keys(part)
    elif isinstance(schema, dict):
        yield from schema.get("properties", {}).items()
        for part in schema.values():
            yield from keys(part)


@pytest.mark.parametrize("kind", PLACES)
def test_every_key_has_words_to_show_beside_it(kind: str, kinds: dict[str, Any]) -> None:
    named = [(key, value.get("description")) for key, value in keys(kinds[kind])]
    assert len(named) >= 3
    assert [key for key, words in named if not words or "\n" in words] == []


@pytest.mark.parametrize("kind", PLACES)
def test_a_schema_is_one_and_holds_no_pattern_that_an_editor_does_not_know(
    kind: str, kinds: dict[str, Any]
) -> None:
    Draft202012Validator.check_schema(kinds[kind])
    patterns = re.findall(r'"pattern": "(.*?)"[,}]', json.dumps(kinds[kind]))
    assert [pattern for pattern in patterns if re.search(r"\(\?[^:=!]", pattern)] == []


def test_every_pattern_of_a_file_has_its_hint() -> None:
    models = (Clinic, Treatment, Topic, Source, PersonalField, Common, Terms, Wording)
    written = json.dumps([model.model_json_schema() for model in models])
    patterns = re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', written)
    assert {json.loads(pattern) for pattern in patterns} == set(_PATTERNS)


def test_a_slip_in_the_kind_of_a_section_is_told_with_all_kinds(kinds: dict[str, Any]) -> None:
    text = varied({"kind: prose": "kind: tabel"}, SHORT)
    found = underlined(kinds, "treatment", text)
    assert any("'table'" in words and "'warning'" in words for words in found)


def test_an_editor_suggests_the_sources_and_shared_statements_there_are(
    ours: dict[str, Any], library: Library
) -> None:
    groups = ours["treatment"]["$defs"]
    sources = groups["Statement"]["properties"]["sources"]
    assert sources["items"]["examples"] == sorted(library.sources)
    assert "bring-list" in groups["Use"]["properties"]["use"]["examples"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the command is typed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HANDOUTS_CLINIC", raising=False)
    return tmp_path


def test_the_schemas_of_a_clinic_lie_in_its_folder_and_vs_code_finds_them(here: Path) -> None:
    folder = clinic(here / "our-clinic", {"data/fields.yaml": FIELDS})
    os.chdir(folder)
    ended = CliRunner().invoke(main, ["schema"])
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert ended.stdout.splitlines() == [
        *(f"made schemas/{kind}.schema.json" for kind in PLACES),
        "made .vscode/settings.json",
    ]
    settings = json.loads((folder / ".vscode" / "settings.json").read_text())["yaml.schemas"]
    assert set(settings.values()) == set(PLACES.values())
    for file, place in settings.items():
        schema = json.loads((folder / file).read_text(encoding="utf-8"))
        assert PLACES[schema["title"]] == place
    known = json.loads((folder / "schemas" / "patient.schema.json").read_text())["properties"]
    assert known["arm"]["enum"] == ["left", "right", "2", 2, "", None]
    assert "notes" not in known


def test_settings_that_are_there_stay(here: Path) -> None:
    clinic(here, {".vscode/settings.json": "{}"})
    for _ in range(2):
        ended = CliRunner().invoke(main, ["schema"])
        assert ended.stdout.splitlines()[-1] == "kept .vscode/settings.json"
    assert (here / ".vscode" / "settings.json").read_text() == "{}"


def test_schemas_may_lie_elsewhere(here: Path) -> None:
    folder = clinic(here / "our-clinic")
    for words in (["schema", "deep/inside"], ["schema", "outside", "--clinic", "our-clinic"]):
        assert CliRunner().invoke(main, words).exit_code == 0
    assert {path.name for path in here.glob("*/")} == {"deep", "our-clinic", "outside"}
    assert len(list((here / "deep" / "inside").iterdir())) == len(PLACES)
    settings = json.loads((folder / ".vscode" / "settings.json").read_text())["yaml.schemas"]
    assert all(Path(file).is_absolute() and Path(file).is_file() for file in settings)


def test_a_clinic_whose_text_has_a_mistake_gets_schemas_all_the_same(here: Path) -> None:
    clinic(here, {AT: SHORT.replace("heading:", "headn:")})
    ended = CliRunner().invoke(main, ["schema"])
    assert ended.exit_code == 0
    assert ended.stderr.splitlines()[-1] == (
        "note: the schemas know our own fields only, until this is mended"
    )
    assert f"{AT}:" in ended.stderr
    assert (here / "schemas" / "treatment.schema.json").is_file()


def test_a_place_that_takes_no_schema_is_told(here: Path) -> None:
    (here / "taken").write_text("a file")
    ended = CliRunner().invoke(main, ["schema", "taken"])
    assert ended.exit_code == 1
    assert ended.stderr == "taken: cannot be written: a file stands where a folder should\n"


def test_the_words_of_the_kinds_name_every_kind(ours: dict[str, Any]) -> None:
    sections = ours["topic"]["properties"]["sections"]["items"]["properties"]["kind"]
    named = set(re.findall(r"\w+", sections["description"]))
    assert set(sections["enum"]) - named == set()


def test_no_words_are_left_of_a_key_that_is_gone(ours: dict[str, Any]) -> None:
    shown = {str(found) for found in re.findall(r'"description": (".*?[^\\]")', json.dumps(ours))}
    assert {key for key, words in HOVER.items() if json.dumps(words) not in shown} == set()
