"""A clinic's own templates: used over ours, filled in safely, and their mistakes in plain words."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from helpers import AT, SHORT, TODAY, clinic, mistakes, nobody

from handouts import SHIPPED
from handouts.cli import main
from handouts.handout import Handout
from handouts.library import Library, open_library
from handouts.pages import Pages
from handouts.patients import from_settings

SHEET = "templates/handout.html"
PLACES = "a template places words and asks nothing else"
FIT = "look for a text where a number should be"
ENDLESS = "this goes round and round (make the loop much shorter)"


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A clinic that has `SHORT` and no template, opened once."""
    return open_library(clinic(tmp_path_factory.mktemp("short"), {AT: SHORT}))


def html(short: Library, folder: Path, files: dict[str, str], **values: str) -> str:
    """The page of `SHORT` by the templates of this folder."""
    clinic(folder, files)
    own = tuple(folder / path for path in files)
    library = replace(short, folders=(folder, short.folders[-1]), files=own)
    patient = from_settings(values, library.fields) if values else None
    text = library.text("short", "en")
    return Pages(library).html(Handout(text, library.clinic, TODAY, patient)).html


def told(short: Library, folder: Path, files: dict[str, str], **values: str) -> list[str]:
    """The mistakes of that page, with paths as seen from the folder."""
    sentences = mistakes(lambda: html(short, folder, files, **values))
    return [sentence.replace(f"{folder}/", "") for sentence in sentences]


def test_a_clinics_template_is_used_instead_of_ours(short: Library, tmp_path: Path) -> None:
    made = html(short, tmp_path, {SHEET: "<h1>{{ text.title }} for {{ clinic.name }}</h1>\n"})
    assert made == "<h1>Short for Example Clinic</h1>"


def test_a_clinics_template_may_build_on_ours(short: Library, tmp_path: Path) -> None:
    own = '{% extends "shipped/handout.html" %}\n{% block masthead %}<p>Ours</p>{% endblock %}\n'
    made = html(short, tmp_path, {SHEET: own})
    assert "<p>Ours</p>" in made
    assert "<h1>Short</h1>" in made


def test_nothing_is_wrong_with_our_own_templates(short: Library, tmp_path: Path) -> None:
    ours = {f"templates/{p.name}": p.read_text() for p in (SHIPPED / "templates").glob("*.html")}
    assert SHEET in ours
    assert told(short, tmp_path, ours) == []


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        # Syntax
        ("a\n{% if clinic.name %}\n<p>\n", "2: `{% if %}` is never closed (write `{% endif %}`)"),
        (
            "{% for a in [1] %}\n{% for b in [2] %}{% endfor %}\n",
            "1: `{% for %}` is never closed (write `{% endfor %}`)",
        ),
        (
            "{% for a in [1] %}\n{% endif %}",
            "2: `{% endif %}` stands where `{% for %}` is still open (write `{% endfor %}` first)",
        ),
        (
            "\n{% endif %}",
            "2: `{% endif %}` closes nothing that is open (take it out, or open it above)",
        ),
        ("{% inclde 'a' %}", "1: there is no tag `inclde` (did you mean `include`?)"),
        (
            "<p>\n{{ text.title title }}\n</p>\n",
            "2: `}}` should stand before `title` (write `{{ name }}`, and `|` before a filter)",
        ),
        (
            "<p>\n{{ }}",
            "2: nothing stands where a name or a value should (write what is to be printed)",
        ),
        (
            "<p>\n{{ text.title",
            "2: the template ends in the middle of a `{{` or `{%` (close it with `}}` or `%}`)",
        ),
        ("<p>\n{# note", "2: `{#` is never closed (write `#}`)"),
        ("{{ text ? 1 }}", "1: `?` cannot stand here (look for a sign too many or too few)"),
        (
            "{% for x text.sections %}{% endfor %}",
            "1: `in` should stand before `text` (look for a sign too many or too few)",
        ),
        (
            "{% block body %}\n{% endblock %}\n{% block body %}{% endblock %}\n",
            "3: there are two blocks `body` (give one another name)",
        ),
        # Names
        (
            "<p>\n{{ clinc.name }}\n</p>\n",
            "2: there is no `clinc` on this page (did you mean `clinic`?)",
        ),
        (
            "{% if false %}\n{{ clinc }}\n{% endif %}",
            "2: there is no `clinc` on this page (did you mean `clinic`?)",
        ),
        ("<p>\n\n{{ text.titel }}\n</p>\n", "3: `text` has no `titel` (did you mean `title`?)"),
        ("{{ clinic.nmae }}", "1: `clinic` has no `nmae` (did you mean `name`?)"),
        ("{{ clinic['nmae'] }}", "1: `clinic` has no `nmae` (did you mean `name`?)"),
        ("{{ clinic.nmae.first() + 1 }}", "1: `clinic` has no `nmae` (did you mean `name`?)"),
        ("{{ clinic.nmae | words }}", "1: `clinic` has no `nmae` (did you mean `name`?)"),
        (
            "{% for n in clinic.nmae %}{% endfor %}",
            "1: `clinic` has no `nmae` (did you mean `name`?)",
        ),
        ("{% if clinic.nmae %}x{% endif %}", "1: `clinic` has no `nmae` (did you mean `name`?)"),
        ("{{ clinic.brand.colur }}", "1: `clinic.brand` has no `colur` (did you mean `colour`?)"),
        (
            "{{ text.sections[7].id }}",
            "1: `text.sections` has no `7` (it has 1 parts, counted from 0)",
        ),
        ("{{ text.title | wrods }}", "1: there is no filter `wrods` (did you mean `words`?)"),
        ("{% if 1 is evne %}{% endif %}", "1: there is no test `evne` (did you mean `even`?)"),
        ('{{ say("you_copy") }}', "1: there is no label `you_copy` (did you mean `your_copy`?)"),
        ("{{ clinic.nmae }}" * 9, "1: `clinic` has no `nmae` (did you mean `name`?)"),
        # Other templates
        (
            '<p>\n{% include "handot.html" %}',
            "2: there is no template `handot.html` (did you mean `handout.html`?)",
        ),
        (
            '{% extends "handout.html" %}\n',
            "1: `handout.html` extends itself (to build on ours, write `shipped/handout.html`)",
        ),
        (
            '<p>\n{% include "handout.html" %}',
            "2: the templates use one another without end (look for one that includes itself)",
        ),
        (
            '{% from "_fields.html" import panel_bx %}',
            "1: `_fields.html` has no macro `panel_bx` (did you mean `panel_box`?)",
        ),
        # What goes wrong while it is filled in
        ("\n{{ 1 / 0 }}\n", "2: this divides by nothing (a number cannot be divided by 0)"),
        ("\n{{ 1 + text.title }}\n", f"2: the values here do not fit together ({FIT})"),
        ("{{ 5 | words }}", f"1: the values here do not fit together ({FIT})"),
        (
            "<p>\n{{ text.title() }}\n",
            "2: what stands before `(` cannot be called (take the brackets off, or check the name)",
        ),
        (
            "{% macro a(x) %}{% endmacro %}\n{{ a(1, 2) }}",
            "2: the brackets hold too much, too little or a wrong name (see how ours calls it)",
        ),
        (
            '{{ say("version") }}',
            "1: nothing here is called `version` "
            "(check the spelling, and that the braces of a label are filled in)",
        ),
        (
            "<p>\n{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
            f"2: {ENDLESS}",
        ),
        (
            "{% for i in range(99999) %}{% for j in range(99999) if j < 0 %}{% endfor %}{% endfor %}",
            f"1: {ENDLESS}",
        ),
        # What the sandbox keeps away
        ("{{ ''.__class__ }}", f"1: `__class__` may not be used in a template ({PLACES})"),
        ("{{ say.__globals__ }}", f"1: `__globals__` may not be used in a template ({PLACES})"),
        (
            "{{ clinic.parse_file('x') }}",
            f"1: `parse_file` may not be used in a template ({PLACES})",
        ),
        ("{{ text.parse_raw('x') }}", f"1: `parse_raw` may not be used in a template ({PLACES})"),
        ("{{ 'a' * 9999999999 }}", "1: this would fill the computer (make it much smaller)"),
        ("{{ 9 ** 99999 }}", "1: this would fill the computer (make it much smaller)"),
    ],
)
def test_a_mistake_in_a_clinics_template_is_told_by_file_and_line(
    template: str, sentence: str, short: Library, tmp_path: Path
) -> None:
    assert told(short, tmp_path, {SHEET: template}) == [f"{SHEET}:{sentence}"]


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "the template nests too deep"),
        ("{% if 1 %}" * 150 + "{% endif %}" * 150, "the template nests too deep"),
        ("{% for a in [1] %}" * 30 + "{% endfor %}" * 30, "the template nests too deep"),
        (
            "{% for i in range(99999) %}{% for j in range(99999) %}"
            + "a" * 999
            + "{% endfor %}{% endfor %}",
            "this would fill the computer",
        ),
    ],
)
def test_a_template_without_end_is_told_by_its_file(
    template: str, sentence: str, short: Library, tmp_path: Path
) -> None:
    (first,) = told(short, tmp_path, {SHEET: template})
    assert first.startswith(f"{SHEET}: {sentence}")


def test_the_mistakes_of_all_templates_are_told_at_once(short: Library, tmp_path: Path) -> None:
    files = {
        SHEET: "{{ text.title | nofilter }}\n{{ nmae }}\n{{ say('nolabel') }}",
        "templates/topic.html": "{% if x %}",
        "templates/own/part.html": "\n{% include 'nope.html' %}",
    }
    first = [sentence.split(" (")[0] for sentence in told(short, tmp_path, files)]
    assert sorted(first) == [
        f"{SHEET}:1: there is no filter `nofilter`",
        f"{SHEET}:2: there is no `nmae` on this page",
        f"{SHEET}:3: there is no label `nolabel`",
        "templates/own/part.html:2: there is no template `nope.html`",
        "templates/topic.html:1: `{% if %}` is never closed",
    ]


def test_what_is_missing_is_told_at_once_though_it_shows_only_while_filling_in(
    short: Library,
    tmp_path: Path,
) -> None:
    template = "{{ clinic.nmae }}\n{{ text.titel }}\n{{ text.main_message.txt }}\n"
    assert told(short, tmp_path, {SHEET: template}) == [
        f"{SHEET}:1: `clinic` has no `nmae` (did you mean `name`?)",
        f"{SHEET}:2: `text` has no `titel` (did you mean `title`?)",
        f"{SHEET}:3: `text.main_message` has no `txt` (did you mean `text`?)",
    ]


def test_a_name_that_may_be_missing_is_no_mistake(short: Library, tmp_path: Path) -> None:
    template = "{{ nope | default('one') }} {% if nope is defined %}no{% else %}two{% endif %}"
    assert html(short, tmp_path, {SHEET: template}) == "one two"


def test_names_that_a_template_sets_itself_are_known(short: Library, tmp_path: Path) -> None:
    template = "{% set a = 1 %}{% macro m(b) %}{{ a }}{{ b }}{% endmacro %}{{ m(2) }}"
    template += "{% for c, d in [(3, 4)] %}{{ c }}{{ d }}{{ loop.index }}{% endfor %}"
    template += "{% include 'part.html' %}"
    made = html(short, tmp_path, {SHEET: template, "templates/part.html": "{{ a }}"})
    assert made == "123411"


def test_a_name_that_one_template_sets_is_known_two_templates_further(
    short: Library, tmp_path: Path
) -> None:
    files = {SHEET: "{% set x = 'set' %}{% include 'b.html' %}"}
    files |= {"templates/b.html": "{% include 'c.html' %}", "templates/c.html": "{{ x }}"}
    assert html(short, tmp_path, files) == "set"


def test_a_name_that_misses_three_thousand_times_is_looked_up_once(
    short: Library, tmp_path: Path
) -> None:
    begin = time.perf_counter()
    (first,) = told(short, tmp_path, {SHEET: "{{ clinic.nmae }}" * 3000})
    assert first == f"{SHEET}:1: `clinic` has no `nmae` (did you mean `name`?)"
    # Three seconds even here; looked up each time, it takes longer than ten.
    assert time.perf_counter() - begin < 6


def test_a_template_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    library = open_library(clinic(tmp_path, {AT: SHORT, SHEET: "{{ clinic.name }}"}))
    (tmp_path / SHEET).chmod(0)
    with nobody():
        (first,) = mistakes(lambda: Pages(library).samples())
    assert first == f"{tmp_path / SHEET}: this may not be read by you (ask whoever it belongs to)"


def test_what_a_mac_leaves_beside_a_template_is_no_template(tmp_path: Path) -> None:
    folder = clinic(tmp_path, {AT: SHORT, "templates/._handout.html": ""})
    (folder / "templates" / "._handout.html").write_bytes(b"\x00\x05\x16\x07\xff")
    assert mistakes(lambda: Pages(open_library(folder)).samples()) == []


def test_a_mistake_in_a_part_of_a_template_is_told_in_that_part(
    short: Library, tmp_path: Path
) -> None:
    fields = "{% macro panel_box(box) %}\n{{ box.labl }}\n{% endmacro %}\n"
    fields += "{% macro visit_boxes() %}{% endmacro %}\n"
    assert told(short, tmp_path, {"templates/_fields.html": fields}) == [
        "templates/_fields.html:2: `box` has no `labl` (did you mean `label`?)"
    ]


def test_a_macro_that_ours_needs_and_the_clinics_part_lacks_is_told(
    short: Library, tmp_path: Path
) -> None:
    fields = "{% macro panel_box(box) %}{% endmacro %}\n"
    assert told(short, tmp_path, {"templates/_fields.html": fields}) == [
        "templates/_fields.html: the macro `visit_boxes` is not here, and `_sections.html` "
        "needs it (see ours)"
    ]


def test_a_template_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    folder = clinic(tmp_path, {AT: SHORT, SHEET: ""})
    (folder / SHEET).write_bytes("<p>\nCaf\xe9\n".encode("latin-1"))
    (first,) = mistakes(lambda: Pages(open_library(folder)).samples())
    assert first == f"{folder / SHEET}:2: this is not UTF-8 text (save it as UTF-8)"


FIELD = '{% for box in panel if box.id == "name" %}\n{{ BODY }}\n{% endfor %}'


@pytest.mark.parametrize(
    "body",
    [
        "box.value.nope",
        "{}[box.value]",
        "{box.value: 1}.x",
        "box.value + 1",
        "say(box.value)",
        "box.value | round",
        "box.value()",
        "clinic[box.value]",
        "box.value.__class__",
        "'{0.nope}'.format(box.value)",
        "box.value | int / 0",
        "timeline(box.value)",
        "1 | map(attribute=box.value) | list",
        "[text] | map(attribute=box.value) | join",
        "text | attr(box.value)",
    ],
)
def test_a_mistake_in_a_patients_copy_never_repeats_the_patients_words(
    body: str, short: Library, tmp_path: Path
) -> None:
    template = FIELD.replace("BODY", body)
    (first, *_) = told(short, tmp_path, {SHEET: template}, name="Anna Example")
    assert f"{SHEET}:2: " in first
    assert "Anna" not in first
    assert "Example" not in first


@pytest.mark.parametrize("tag", ["include", "extends", "import"])
def test_a_template_named_by_a_patients_words_is_not_named_in_the_message(
    tag: str, short: Library, tmp_path: Path
) -> None:
    ending = " as x" if tag == "import" else ""
    template = "{% set v = panel[0].value %}\n{% " + tag + " v" + ending + " %}"
    (first,) = told(short, tmp_path, {SHEET: template}, name="Anna Example")
    assert "Anna" not in first


@pytest.mark.parametrize("asked", ["clinic", "text", "text.main_message", "clinic.brand"])
def test_nothing_is_unpickled_for_a_template(asked: str, short: Library, tmp_path: Path) -> None:
    mark = tmp_path / "written"
    pickled = f"cposix\\nsystem\\n(S\\'touch {mark}\\'\\ntR."
    call = f"{asked}.parse_raw('{pickled}'.encode(), proto='pickle', allow_pickle=true)"
    (first,) = told(short, tmp_path, {SHEET: "{{ " + call + " }}"})
    assert first == f"{SHEET}:1: `parse_raw` may not be used in a template ({PLACES})"
    assert not mark.exists()


def test_what_is_wrong_in_texts_templates_and_styles_is_told_at_once(tmp_path: Path) -> None:
    head = '{% extends "shipped/handout.html" %}\n'
    folder = clinic(
        tmp_path,
        {
            "clinic.yaml": "nmae: Example Clinic\n",
            "styles/clinic.css": "h1 { colr: red }\n",
            "templates/handout.html": head + "{% block mastheat %}x{% endblock %}\n<p>lost</p>\n",
            "templates/topic.html": '{% extends "shipped/topic.html" %}\n'
            "{% block letterhead %}{% block mine %}x{% endblock %}{% endblock %}\n",
        },
    )
    for command in ("print", "check"):
        ended = CliRunner().invoke(main, [command, "ivig", "--clinic", str(folder)])
        assert ended.exit_code == 1
        assert ended.stderr.replace(f"{folder}/", "").splitlines() == [
            "clinic.yaml:1: `nmae` is not a field here (did you mean `name`?)",
            "templates/handout.html:2: there is no block `mastheat` to fill (did you mean `masthead`?)",
            "templates/handout.html:3: what stands outside of a block is not printed (put it into a block)",
            "styles/clinic.css:1: there is no property `colr` (did you mean `color`?)",
        ]
