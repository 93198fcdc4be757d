"""JSON Schemas of the files that a clinic writes, so that an editor completes and underlines them.

They take what the program takes, as an editor reads it: `2026` is a number there, and text to us.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from handouts.clinic import Clinic, PersonalField
from handouts.hover import HOVER
from handouts.library import Library
from handouts.machine import put, put_new
from handouts.model import Edition, Topic, Treatment, Wording
from handouts.patients import ABOUT_THE_COPY
from handouts.shelves import Common, Terms
from handouts.statements import Source

Json = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"

#: Each kind of file, and where a clinic's folder holds it.
PLACES: Mapping[str, str] = {
    "clinic": "clinic.yaml",
    "treatment": "data/treatments/*/*.yaml",
    "topic": "data/topics/*/*.yaml",
    "sources": "data/sources.yaml",
    "fields": "data/fields.yaml",
    "labels": "data/labels/*.yaml",
    "common": "data/common/*.yaml",
    "glossary": "data/glossary/*.yaml",
    "wording": "data/wording/*.yaml",
    "patient": "patients/*.yaml",
}

# What Visual Studio Code says where a pattern is not met; others pass it over.
_SAYS = "patternErrorMessage"

_TEXT: Json = {"type": ["string", "number", "boolean"]}
_DAY: Json = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", _SAYS: "write 2026-12-31"}
_MOMENT: Json = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?$",
    _SAYS: "write 2026-12-01T09:30",
}
_TRUTH: Json = {
    "type": ["boolean", "string"],
    "pattern": "^([Tt]rue|TRUE|[Ff]alse|FALSE|[Yy]es|YES|[Nn]o|NO|[Oo]n|ON|[Oo]ff|OFF)$",
    _SAYS: "write true or false",
}
_YES_NO: Json = {
    "type": ["boolean", "string"],
    "pattern": "^([Yy]es|YES|[Nn]o|NO|[Tt]rue|TRUE|[Ff]alse|FALSE)$",
    _SAYS: "write yes or no",
}
_NUMBER: Json = {"type": ["integer", "string"], "pattern": "^[0-9]+$", _SAYS: "write a number"}


def schemas(library: Library) -> dict[str, Json]:
    """The schema of each kind of file, with the fields, sources and labels of that library."""
    made = {
        "clinic": _of(Clinic, library),
        "treatment": _of_text(Treatment, library),
        "topic": _of_text(Topic, library),
        "sources": _of_entries(Source, library),
        "fields": _of_entries(PersonalField, library),
        "labels": _labels(library),
        "common": _of(Common, library),
        "glossary": _of(Terms, library),
        "wording": _of(Wording, library),
        "patient": _patient(library),
    }
    return {kind: {"$schema": _DRAFT, "title": kind, **schema} for kind, schema in made.items()}


def settings(folder: str) -> bytes:
    """Settings for the extension "YAML" of VS Code: which files the folder's schemas are for."""
    serves = {f"{folder}/{kind}.schema.json": place for kind, place in PLACES.items()}
    return _written({"yaml.schemas": serves})


def write(folder: Path, library: Library, *, within: Path) -> list[Path]:
    """The files of the schemas, written into the folder over those of an earlier day."""
    made = {f"{kind}.schema.json": _written(schema) for kind, schema in schemas(library).items()}
    return [put(folder / name, data, within=within) for name, data in made.items()]


def write_settings(path: Path, folder: Path) -> bool:
    """Whether settings of VS Code that tell of the schemas in that folder were made there."""
    home = path.parent.parent.resolve()
    target = folder.resolve()
    # From the folder that is open in the editor, so that the clinic's folder can be moved.
    inside = f"./{target.relative_to(home).as_posix()}" if target.is_relative_to(home) else None
    return put_new(path, settings(inside or str(target)), within=home)


def _written(data: Json) -> bytes:
    return json.dumps(data, indent=2, ensure_ascii=False).encode() + b"\n"


def _of(model: type[BaseModel], library: Library) -> Json:
    """The schema of a model, as YAML is written and with words to each key."""
    schema = model.model_json_schema()
    groups = {model.__name__: schema, **schema.get("$defs", {})}
    for name, group in groups.items():
        _describe(name, group)
    loose: Json = _loosened(schema)
    for group in (loose, *loose.get("$defs", {}).values()):
        # As a suggestion only: a clinic's new source has to be taken at once.
        if sources := group.get("properties", {}).get("sources"):
            sources["items"]["examples"] = sorted(library.sources)
    return loose


def _of_entries(model: type[BaseModel], library: Library) -> Json:
    """The schema of a file of named entries; one of ours is left out by an empty one."""
    schema = _of(model, library)
    groups = schema.pop("$defs", {})
    return {
        "description": HOVER[f"{model.__name__} entries"],
        "type": "object",
        "additionalProperties": {"anyOf": [{"$ref": "#/$defs/Entry"}, {"type": "null"}]},
        "$defs": {**groups, "Entry": schema},
    }


def _of_text(model: type[BaseModel], library: Library) -> Json:
    """The schema of a text, in which a shared statement may stand for one of its own."""
    schema = _of(model, library)
    groups = schema["$defs"]
    known = {
        statement["id"]
        for (shelf, _), shared in library.shelves.items()
        if shelf == "common"
        for part in shared
        for statement in part.reading.data["statements"]
    }
    groups["Use"] = {
        "type": "object",
        "description": HOVER["Use"],
        "properties": {
            "use": {**_TEXT, "description": HOVER["use"], "examples": sorted(known)},
            "continues": {**_TRUTH, "description": HOVER["continues"]},
        },
        "required": ["use"],
        "additionalProperties": False,
    }
    # All kinds by themselves too, so that a slip in one is not told as of the kinds that are near.
    sections = schema["properties"]["sections"]["items"]
    sections["properties"] = {"kind": {"enum": _kinds(groups), "description": HOVER["kind"]}}
    # A week of a schedule may be its bare number.
    number = {**_number({}), "description": HOVER["week"]}
    either = {
        "Statement": {"$ref": "#/$defs/Use"},
        "Rated": {"$ref": "#/$defs/Use"},
        "Stop": number,
    }
    with_either: Json = _with_either(schema, either)
    return with_either


def _kinds(groups: Json) -> list[str]:
    """Every kind of section, in the order of the alphabet."""
    kinds = [group["properties"].get("kind", {}) for group in groups.values()]
    return sorted(kind for one in kinds for kind in (one.get("enum") or [one.get("const")]) if kind)


def _with_either(node: Any, either: Mapping[str, Json]) -> Any:
    """The schema in which wherever one of these groups may stand, the other thing may too."""
    if isinstance(node, list):
        return [_with_either(part, either) for part in node]
    if not isinstance(node, dict):
        return node
    other = either.get(str(node.get("$ref", "")).removeprefix("#/$defs/"))
    if other is None:
        return {key: _with_either(part, either) for key, part in node.items()}
    rest = {key: part for key, part in node.items() if key != "$ref"}
    return {**rest, "anyOf": [{"$ref": node["$ref"]}, other]}


def _describe(name: str, group: Json) -> None:
    """Give each key of a group its words."""
    group["description"] = HOVER.get(name) or " ".join(group.get("description", "").split())
    for key, value in group.get("properties", {}).items():
        if words := HOVER.get(f"{name}.{key}") or HOVER.get(key):
            value["description"] = words


def _loosened(node: Any) -> Any:
    """The schema that takes scalars as an editor reads them, where we would take them as text."""
    if isinstance(node, list):
        return [_loosened(part) for part in node]
    if not isinstance(node, dict):
        return node
    if "properties" in node:
        # By themselves, since a key may be called as a word of the schema is: `title`.
        rest = {key: value for key, value in node.items() if key != "properties"}
        inner = {key: _loosened(value) for key, value in node["properties"].items()}
        return {**_loosened(rest), "properties": inner}
    if "anyOf" in node and {"type": "null"} in node["anyOf"]:
        return _optional(node)
    dropped = {"title", "discriminator"}
    if node.get("default", 0) is None or isinstance(node.get("default"), dict | list):
        dropped |= {"default"}
    kept = {key: _loosened(part) for key, part in node.items() if key not in dropped}
    return _SCALARS.get(str(kept.get("type")), dict)(kept)


def _optional(node: Json) -> Json:
    """A value that may be empty, as one schema rather than two, which would be told apart."""
    first = next(part for part in node["anyOf"] if part != {"type": "null"})
    words = {key: node[key] for key in ("description",) if key in node}
    loose = _loosened(first)
    if "enum" in loose:
        return {**loose, **words, "type": [loose["type"], "null"], "enum": [*loose["enum"], None]}
    if "type" in loose:
        kinds = loose["type"] if isinstance(loose["type"], list) else [loose["type"]]
        return {**loose, **words, "type": [*kinds, "null"]}
    return {"anyOf": [loose, {"type": "null"}], **words}


def _string(node: Json) -> Json:
    if "enum" in node or "const" in node:
        return node
    if node.get("format") == "date":
        return {key: part for key, part in node.items() if key != "format"} | _DAY
    if pattern := node.get("pattern"):
        # A bare number is taken where its letters would be.
        loose = _TEXT if re.search(pattern, "1") else {}
        return {**node, **loose, "pattern": _without_flags(pattern)}
    return {**node, **_TEXT}


def _without_flags(pattern: str) -> str:
    """The pattern without `(?i:...)`, which editors do not know."""

    def either_case(found: re.Match[str]) -> str:
        return "(?:" + re.sub("[a-z]", lambda m: f"[{m[0]}{m[0].upper()}]", found[1]) + ")"

    return re.sub(r"\(\?i:([^)]*)\)", either_case, pattern)


def _number(node: Json) -> Json:
    return {**node, **_NUMBER}


def _boolean(node: Json) -> Json:
    return {**node, **_TRUTH}


_SCALARS = {"string": _string, "integer": _number, "boolean": _boolean}


def _labels(library: Library) -> Json:
    """The schema of a file of labels: each of ours, with our words."""
    words = library.labels["en"]
    return {
        "description": HOVER["Labels"],
        "type": "object",
        "properties": {
            key: {**_TEXT, "description": HOVER.get(f"Labels.{key}", f"Printed as: {words[key]}")}
            for key in sorted(words)
        },
        "additionalProperties": False,
    }


def _patient(library: Library) -> Json:
    """The schema of a patient's file: the fields of the clinic, and whom the copy is for."""
    fields = {name: _field(field) for name, field in library.fields.items()}
    return {
        "description": HOVER["Patient"],
        "type": "object",
        "properties": {**fields, **{key: _about(key) for key in ABOUT_THE_COPY}},
        "additionalProperties": False,
    }


def _about(key: str) -> Json:
    words = {"description": HOVER[f"Patient.{key}"]}
    if key == "edition":
        return {"enum": [*get_args(Edition), None], **words}
    pattern = {"pattern": r"^[A-Za-z0-9.-]{0,64}$"} if key == "ref" else {}
    return {"type": [*_TEXT["type"], "null"], **pattern, **words}


def _field(field: PersonalField) -> Json:
    """What may be written for a field; every one may be left empty."""
    words = {"description": f"{field.labels.get('en', '')}: {_asked(field)}"}
    if field.kind == "choice":
        bare = [read for choice in field.choices if (read := _as_read(choice)) != choice]
        return {"enum": [*field.choices, *bare, "", None], **words}
    one = _ONE.get(field.kind, {**_TEXT, "maxLength": field.most})
    if field.kind == "dates":
        one = {"type": ["array", "string"], "items": _DAY, "maxItems": field.most}
    kinds = one["type"] if isinstance(one["type"], list) else [one["type"]]
    return {**one, "type": [*kinds, "null"], **words}


_ONE = {"date": _DAY, "date and time": _MOMENT, "yes/no": _YES_NO}


def _as_read(choice: str) -> Any:
    """The choice as an editor reads it when it is written without quotation marks."""
    try:
        return json.loads(choice)
    except ValueError:
        return choice


def _asked(field: PersonalField) -> str:
    asked = {
        "date": "a date, such as 2026-12-01",
        "date and time": "a date and time, such as 2026-12-01T09:30",
        "dates": f"at most {field.most} dates, such as [2026-12-01, 2026-12-29]",
        "choice": f"one of {', '.join(field.choices)}",
        "yes/no": "yes or no",
    }
    return asked.get(field.kind, f"at most {field.most} letters")
