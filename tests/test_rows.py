"""Patients' rows as spreadsheets write them: every outcome a plain sentence, and nobody's words in it."""

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.problems import ContentError
from handouts.rows import MOST, Row, Rows

KNOWN = ("ref", "treatment", "language", "name", "birth_date", "phone", "notes")
HEADS = "ref,treatment,name\n"
#: What no message may repeat.
SECRET = "Exampleton"


def rows(folder: Path, data: bytes | str, columns: Mapping[str, str] | None = None) -> list[Row]:
    path = folder / "patients.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(Rows(path, columns or {}, KNOWN))


def told(folder: Path, data: bytes | str) -> list[str]:
    """What is wrong with the file, or with its rows, without the folder."""
    try:
        problems = [problem for row in rows(folder, data) for problem in row.problems]
    except ContentError as error:
        problems = list(error.problems)
    return [str(problem).replace(f"{folder}/", "") for problem in problems]


def cells(
    folder: Path, data: bytes | str, columns: Mapping[str, str] | None = None
) -> list[dict[str, str]]:
    found = rows(folder, data, columns)
    assert [row.problems for row in found] == [()] * len(found)
    return [dict(row.cells) for row in found]


ANNA = {"ref": "007", "treatment": "ivig", "name": "Anna Exampleton"}


@pytest.mark.parametrize(
    "data",
    [
        "ref,treatment,name\n007,ivig,Anna Exampleton\n",
        "ref;treatment;name\r\n007;ivig;Anna Exampleton\r\n",
        "ref\ttreatment\tname\n007\tivig\tAnna Exampleton",
        "\ufeffref,treatment,name\n007,ivig,Anna Exampleton\n",
        "ref,treatment,name\n007,ivig,Anna Exampleton\n".encode("utf-16"),
        b"\xff\xfe" + "ref\ttreatment\tname\n007\tivig\tAnna Exampleton\n".encode("utf-16-le"),
        b"\xfe\xff" + "ref,treatment,name\n007,ivig,Anna Exampleton\n".encode("utf-16-be"),
        'ref,treatment,name\n"007","ivig","Anna Exampleton"\n',
        " Ref , TREATMENT , Name \n 007 , ivig , Anna Exampleton \n",
        "name,ref,treatment\nAnna Exampleton,007,ivig\n",
        "ref,treatment,name,,\n007,ivig,Anna Exampleton,,\n",
        "ref,treatment,name\n\n,,\n007,ivig,Anna Exampleton\n\n\n",
        "ref,treatment,name\r007,ivig,Anna Exampleton\r",
    ],
)
def test_a_row_is_read_however_it_was_saved(data: bytes | str, tmp_path: Path) -> None:
    assert cells(tmp_path, data) == [ANNA]


def test_excel_of_the_west_writes_letters_of_its_own(tmp_path: Path) -> None:
    data = "name,treatment\nAnn\u00e1 \u201cExampleton\u201d,ivig\n".encode("cp1252")
    assert cells(tmp_path, data)[0]["name"] == "Ann\u00e1 \u201cExampleton\u201d"


def test_a_clinics_own_heads_stand_for_ours(tmp_path: Path) -> None:
    data = "Patient ID;Drug;Full Name;Date of Birth\n007;ivig;Anna Exampleton;1962-03-05\n"
    columns = {
        "Patient ID": "ref",
        "drug": "treatment",
        "full name": "name",
        "Date of birth": "birth_date",
    }
    assert cells(tmp_path, data, columns) == [ANNA | {"birth_date": "1962-03-05"}]


def test_a_cell_may_hold_separators_quotes_and_lines(tmp_path: Path) -> None:
    data = 'ref,notes\n1,"Bring a snack, a ""book""\nand water."\n2,\n'
    assert cells(tmp_path, data) == [
        {"ref": "1", "notes": 'Bring a snack, a "book"\nand water.'},
        {"ref": "2", "notes": ""},
    ]


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    data = 'ref,notes\n1,"two\nlines"\n\n4,x\n'
    assert [row.number for row in rows(tmp_path, data)] == [2, 4]


def test_a_file_is_read_again_at_each_turn(tmp_path: Path) -> None:
    path = tmp_path / "patients.csv"
    path.write_text(HEADS + "1,ivig,A\n2,ivig,B\n")
    found = Rows(path, {}, KNOWN)
    assert [row.number for row in found] == [row.number for row in found] == [2, 3]


WRONG: Mapping[str, tuple[bytes | str, list[str]]] = {
    "an empty file": (
        "",
        [
            "patients.csv: the file is empty (the first row names the columns, such as: ref,treatment,name)"
        ],
    ),
    "only blanks": (
        "\n \n",
        [
            "patients.csv:1: there are no heads of columns (the first row names the columns, such as: ref,treatment,name)"
        ],
    ),
    "a file without heads": (
        "007,ivig,Anna Exampleton\n",
        [
            "patients.csv:1: the first row names no column of ours (the first row names the columns, such as: ref,treatment,name)"
        ],
    ),
    "a head misspelt": (
        "ref,nmae,Exampletn\n1,Anna Exampleton,x\n",
        [
            "patients.csv:1: `nmae` is no column that we know (did you mean `name`?)",
            "patients.csv:1: `Exampletn` is no column that we know (there is `birth_date`, `language`, `name`, `notes`, `phone`, `ref`, `treatment`)",
        ],
    ),
    "a head twice": (
        "ref,name,Name\n1,Anna,Exampleton\n",
        ["patients.csv:1: the column `name` stands twice (take one out)"],
    ),
    "a row too short": (
        HEADS + "1,ivig\n",
        [
            "patients.csv:2: the row has 2 cells, and there are 3 columns (look for a separator too few or too many)"
        ],
    ),
    "a row too long": (
        HEADS + "1,ivig,Anna,Exampleton\n",
        [
            "patients.csv:2: a cell stands in a column without a head (look for a separator too few or too many)"
        ],
    ),
    "a column without a head": (
        "ref,,name\n1,Exampleton,Anna\n",
        [
            "patients.csv:2: a cell stands in a column without a head (look for a separator too few or too many)"
        ],
    ),
    "NUL": (
        HEADS + "1,ivig,Anna\0Exampleton\n",
        ["patients.csv:2: `name` holds a character that cannot be printed (type it again)"],
    ),
    "a cell of a megabyte": (
        HEADS + f"1,ivig,{'Exampleton' * 100_000}\n",
        [
            "patients.csv:2: `name` holds 1000000 letters (look for a quotation mark that is not closed)"
        ],
    ),
    "a quote closed further down": (
        'ref,treatment,name\n1,ivig,"Anna\n2,ivig,Ben\n3,ivig,Cleo"\n4,ivig,Dan\n',
        [
            "patients.csv:2: `name` holds what looks like rows of its own (look for a quotation mark that is not closed)"
        ],
    ),
    "words behind a quote": (
        'ref,treatment,name\n1,ivig,"Anna\n2,ivig,"Ben" Example\n',
        ["patients.csv:2: the row cannot be read (look for a quotation mark that is not closed)"],
    ),
    "a quote never closed": (
        HEADS + '1,ivig,"Anna\n' + "2,ivig,Exampleton\n" * 2000,
        ["patients.csv:2: the row cannot be read (look for a quotation mark that is not closed)"],
    ),
    "a cell without end": (
        HEADS + '1,ivig,"' + "x" * (1 << 24) + "Exampleton\n",
        ["patients.csv:2: the row cannot be read (look for a quotation mark that is not closed)"],
    ),
    "a formula": (
        HEADS + "1,ivig,=Exampleton!A1\n",
        ["patients.csv:2: `name` holds a formula (save the values, not the formulas)"],
    ),
    "a formula after a blank": (
        HEADS + "1,ivig, =1+1\n",
        ["patients.csv:2: `name` holds a formula (save the values, not the formulas)"],
    ),
    "a workbook": (
        b"PK\x03\x04Exampleton",
        ["patients.csv: this is a workbook of Excel, not a CSV file (save it as CSV UTF-8)"],
    ),
    "a picture": (
        b"\x89PNG\r\n\x1a\n\x81\x8d\x8f\x90",
        ["patients.csv: this is no text (save it as CSV UTF-8)"],
    ),
    "half a letter": (
        b"\xff\xfer\0e\0f\0,\0x",
        ["patients.csv: this is no text (save it as CSV UTF-8)"],
    ),
    "several rows": (
        HEADS + "1,ivig\n2,ivig,Anna\n3,ivig,=Exampleton\n",
        [
            "patients.csv:2: the row has 2 cells, and there are 3 columns (look for a separator too few or too many)",
            "patients.csv:4: `name` holds a formula (save the values, not the formulas)",
        ],
    ),
    "300 columns": (
        "ref," + ",".join(f"x{n}" for n in range(300)) + "\n",
        [
            f"patients.csv:1: `x{n}` is no column that we know (there is `birth_date`, `language`, `name`, `notes`, `phone`, `ref`, `treatment`)"
            for n in range(300)
        ],
    ),
    "heads and no rows": (HEADS, []),
}


@pytest.mark.parametrize(("data", "expected"), WRONG.values(), ids=list(WRONG))
def test_what_is_wrong_is_told_by_its_row_and_column(
    data: bytes | str, expected: list[str], tmp_path: Path
) -> None:
    found = told(tmp_path, data)
    assert found == expected
    assert SECRET not in "".join(found)


def test_a_phone_number_may_begin_with_a_plus_and_a_note_with_a_dash(tmp_path: Path) -> None:
    assert (
        cells(tmp_path, "phone,notes\n+1 312-555-0123,- a snack\n")[0]["phone"] == "+1 312-555-0123"
    )


def test_a_folder_a_pipe_and_a_file_that_is_not_there_are_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()
    expected = {
        "pipe.csv": "this is no file on the disk (save the rows as a CSV file)",
        "folder.csv": "this is a folder (save the rows as a CSV file)",
        "none.csv": "there is no such file (check its name and its folder)",
    }
    for name, sentence in expected.items():
        with pytest.raises(ContentError) as wrong:
            Rows(tmp_path / name, {}, KNOWN)
        assert str(wrong.value).endswith(f"{name}: {sentence}")


@given(st.binary(max_size=300))
def test_no_bytes_are_more_than_a_plain_sentence(data: bytes) -> None:
    path = Path("/dev/shm") / f"rows-{os.getpid()}.csv"
    path.write_bytes(HEADS.encode() + data)
    with contextlib.suppress(ContentError):
        for row in Rows(path, {}, KNOWN):
            assert all(len(cell) <= MOST for cell in row.cells.values())
    path.unlink()
