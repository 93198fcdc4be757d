"""YAML -> plain data with a line for every value, or one sentence for each mistake."""

import os
import threading
from pathlib import Path

import pytest
import yaml
from helpers import mistakes, nobody
from hypothesis import given
from hypothesis import strategies as st

from handouts.problems import Place
from handouts.reading import read, read_text, typed, words_of
from handouts.statements import Source

SIGN = (
    "`&` and `*` (anchors and aliases) are not used here "
    "(put a text that begins so into quotes; write out what is repeated)"
)
OPEN = "a quote is opened here and never closed (close it, or take it out)"
EMPTY = "the file is empty (write it or delete it)"

WRONG = {
    "a key twice": (
        "title: IVIG\nabout: An infusion\ntitle: IVIG again\n",
        ["words.yaml:3: `title` stands here twice (first on line 1)"],
    ),
    "a key twice, deeper": (
        "phone:\n  number: 1\n  hours: 2\n  number: 3\n",
        ["words.yaml:4: `number` stands here twice (first on line 2)"],
    ),
    "an alias": (
        "a: &same\n  - 1\nb: *same\n",
        [f"words.yaml:1: {SIGN}", f"words.yaml:3: {SIGN}"],
    ),
    "an anchor of nothing": ("a: &same 1\n", [f"words.yaml:1: {SIGN}"]),
    "an alias of nothing": ("a: 1\nb: *same\n", [f"words.yaml:2: {SIGN}"]),
    "an alias inside itself": (
        "a: 1\nb: &loop [*loop]\n",
        [f"words.yaml:2: {SIGN}", f"words.yaml:2: {SIGN}"],
    ),
    "a tag": (
        "a: !!python/object/apply:os.system [echo]\n",
        ["words.yaml:1: `!` (a tag) is not used here (put a text that begins with it into quotes)"],
    ),
    "a merge": (
        "a: 1\n<<: {b: 1}\n",
        ["words.yaml:2: `<<` (a merge) is not used here (write the keys out)"],
    ),
    "a tab": (
        "phone:\n\tnumber: 1\n",
        ["words.yaml:2: a tab stands where YAML wants spaces (indent with spaces)"],
    ),
    "nothing": ("", [f"words.yaml:1: {EMPTY}"]),
    "comments only": ("# To be written.\n", [f"words.yaml:1: {EMPTY}"]),
    "a quote that ends too early": (
        'title: IVIG\nsay: "EYE" vig\n',
        [
            "words.yaml:2: the text goes on after its closing quote "
            "(put the whole text into quotes of the other kind)"
        ],
    ),
    "a quote that never ends": ('say: "EYE-vig', [f"words.yaml:1: {OPEN}"]),
    "a quote that ends where the next begins": (
        'title: IVIG\nsay: "EYE-vig\nabout: "An infusion"\n',
        [f"words.yaml:2: {OPEN}"],
    ),
    "a colon in a sentence": (
        "title: IVIG\nabout: IVIG: an infusion\n",
        ["words.yaml:2: a second colon stands on one line (put the text into quotes)"],
    ),
    "a line too far left": (
        "sections:\n  - a\n b: 1\n",
        [
            "words.yaml:3: this line is indented otherwise than those it belongs to "
            "(begin it exactly under the keys it belongs to)"
        ],
    ),
    "two documents": (
        "a: 1\n---\nb: 2\n",
        ["words.yaml:2: a line `---` begins a second document (take the line out)"],
    ),
    "a bell": (
        "a: 1\nb: ding\x07\n",
        ["words.yaml:2: a character that cannot stand in YAML (delete it)"],
    ),
    "three mistakes": (
        "a: 1\na: 2\nb: &c [1]\nd: *c\nb: 3\n",
        [
            f"words.yaml:3: {SIGN}",
            f"words.yaml:4: {SIGN}",
            "words.yaml:2: `a` stands here twice (first on line 1)",
            "words.yaml:5: `b` stands here twice (first on line 3)",
        ],
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_yaml_is_told_by_file_and_line_with_a_hint(wrong: str) -> None:
    text, sentences = WRONG[wrong]
    assert mistakes(read_text, text, "words.yaml") == sentences


def test_a_file_that_is_not_utf_8_is_told_with_the_line_of_the_letter(tmp_path: Path) -> None:
    file = tmp_path / "words.yaml"
    file.write_bytes("title: IVIG\nabout: Café\n".encode("latin-1"))
    assert mistakes(read, file) == [f"{file}:2: this is not UTF-8 text (save it as UTF-8)"]


def test_any_text_of_a_clinic_is_read_or_told_like_yaml(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_bytes(b"\xef\xbb\xbfp {}\n")
    assert words_of(tmp_path / "a.css") == "p {}\n"
    (tmp_path / "a.css").write_bytes(b"p {}\n/* caf\xe9 */")
    for step in (words_of, read):
        sentence = f"{tmp_path / 'a.css'}:2: this is not UTF-8 text (save it as UTF-8)"
        assert mistakes(step, tmp_path / "a.css") == [sentence]
        assert "there is no such file" in mistakes(step, tmp_path / "b.css")[0]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    file = tmp_path / "words.yaml"
    assert mistakes(read, file) == [
        f"{file}: there is no such file (check its name and its folder)"
    ]


def test_a_folder_in_the_place_of_a_file_is_told(tmp_path: Path) -> None:
    assert mistakes(read, tmp_path) == [
        f"{tmp_path}: this is a folder, not a file (name a file in it)"
    ]


def test_a_file_saved_by_windows_reads_like_any_other(tmp_path: Path) -> None:
    file = tmp_path / "words.yaml"
    file.write_bytes(b"\xef\xbb\xbftitle: IVIG\r\nabout: An infusion\r\n")
    reading = read(file)
    assert reading.data == {"title": "IVIG", "about": "An infusion"}
    assert reading.place(("about",)) == Place(str(file), 2)


def test_a_list_where_keys_should_stand_is_told() -> None:
    assert mistakes(typed, Source, read_text("- title\n- publisher\n", "words.yaml")) == [
        "words.yaml:1: keys should stand here (write lines such as `key: value`)"
    ]


@pytest.mark.parametrize(
    "written",
    ["0312-555-0142", "007", "NO", "yes", "1.10", "2026-12-01", "0x1F", "1e3", "true", "12:30:45"],
)
def test_a_phone_number_keeps_its_leading_zero_and_no_stays_no(written: str) -> None:
    assert read_text(f"a: {written}\n", "words.yaml").data == {"a": written}


@pytest.mark.parametrize("written", ["''", '""'])
def test_empty_quotes_are_empty_text(written: str) -> None:
    assert read_text(f"a: {written}\n", "words.yaml").data == {"a": ""}


@pytest.mark.parametrize("written", ["'null'", '"~"'])
def test_a_quoted_null_is_text(written: str) -> None:
    assert read_text(f"a: {written}\n", "words.yaml").data == {"a": written.strip("'\"")}


@pytest.mark.parametrize(
    "written", ["'&'", "'*a'", '"!x"', "a & b", "a!", "2 * 2", "|\n  !x", "'<<'"]
)
def test_a_sign_of_yaml_within_a_text_is_text(written: str) -> None:
    signs = {"|\n  !x": "!x\n"}
    data = read_text(f"a: {written}\n", "words.yaml").data
    assert data == {"a": signs.get(written, written.strip("'\""))}


def test_a_file_that_never_ends_is_refused_and_not_read_for_ever() -> None:
    assert mistakes(read, Path("/dev/zero")) == [
        "/dev/zero: this file is too large (at most 2 million bytes: cut it into several)"
    ]


def test_a_patients_values_may_come_through_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "anna"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=["name: Anna Example\n"])
    writer.start()
    assert read(pipe).data == {"name": "Anna Example"}
    writer.join()


def test_a_file_that_belongs_to_somebody_else_is_told(tmp_path: Path) -> None:
    file = tmp_path / "words.yaml"
    file.write_text("a: 1\n")
    file.chmod(0)
    with nobody():
        assert mistakes(read, file) == [
            f"{file}: this may not be read by you (ask whoever it belongs to)"
        ]


def test_every_value_knows_its_line() -> None:
    reading = read_text("# A list\nsigns:\n  - pain\n  - id: rash\n    text: Red\n", "words.yaml")
    lines = {("signs",): 2, ("signs", 0): 3, ("signs", 1): 4, ("signs", 1, "text"): 5}
    assert {loc: reading.place(loc).line for loc in lines} == lines


def test_what_is_missing_is_told_where_it_should_stand() -> None:
    reading = read_text("a: 1\nsigns:\n  - pain\n", "words.yaml")
    assert reading.place(("signs", 0, "text")) == Place("words.yaml", 3)
    assert reading.place(("nowhere",)) == Place("words.yaml", 1)


@given(st.dictionaries(st.text(), st.text()))
def test_any_text_that_yaml_wrote_comes_back(data: dict[str, str]) -> None:
    assert read_text(yaml.safe_dump(data), "words.yaml").data == data


@given(
    st.recursive(
        st.text(min_size=1),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    )
)
def test_any_lists_and_groups_that_yaml_wrote_come_back(data: object) -> None:
    assert read_text(yaml.safe_dump(data), "words.yaml").data == data


@given(st.text() | st.text(alphabet="ab:-?[]{}&*!|>'\"%@`#~<=, \n\t\r\\"))
def test_random_text_is_read_or_told_and_never_a_crash(text: str) -> None:
    for sentence in mistakes(read_text, text, "words.yaml"):
        assert sentence.startswith("words.yaml:")


@given(st.binary())
def test_random_bytes_are_read_or_told_and_never_a_crash(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "random.yaml"
    file.write_bytes(raw)
    for sentence in mistakes(read, file):
        assert sentence.startswith(f"{file}:")


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_a_key_with_nothing_behind_it_has_no_value(nothing: str) -> None:
    assert read_text(f"a: {nothing}\n", "words.yaml").data == {"a": None}


def test_half_a_letter_is_told_and_not_a_crash() -> None:
    (sentence,) = mistakes(read_text, "a: \ud800\n", "words.yaml")
    assert sentence.startswith("words.yaml:1: ")


@pytest.mark.parametrize("deep", [500, 5000])
def test_lists_within_lists_without_end_are_told_and_not_a_crash(deep: int) -> None:
    (sentence,) = mistakes(read_text, "[" * deep + "]" * deep, "words.yaml")
    assert sentence.startswith("words.yaml:1: ")


@pytest.mark.parametrize("key", ["[a, b]", "{a: b}"])
def test_a_list_as_a_key_is_told(key: str) -> None:
    (sentence,) = mistakes(read_text, f"? {key}\n: c\n", "words.yaml")
    assert sentence.startswith("words.yaml:1: ")
    assert "Node" not in sentence


def test_a_quote_that_never_ends_is_told_where_it_begins() -> None:
    (sentence,) = mistakes(read_text, "say: 'EYE-vig\ntitle: IVIG\n", "words.yaml")
    assert sentence.startswith("words.yaml:1: ")
