"""What the rows of a file ask for, and every mistake by its row and column."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from helpers import AT, SHORT, clinic, varied

from handouts.library import Library, open_library
from handouts.orders import COLUMNS, Failure, Orders, for_row
from handouts.problems import ContentError
from handouts.rows import Rows

SECOND = "data/topics/second/en.yaml"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("ours")
    texts = {AT: SHORT, SECOND: varied({"id: short": "id: second"})}
    return open_library(clinic(folder, texts))


def orders(library: Library, folder: Path, text: str) -> Orders:
    path = folder / "patients.csv"
    path.write_text(text, encoding="utf-8")
    return Orders(Rows(path, {}, (*COLUMNS, *library.fields)), library)


def asked(library: Library, folder: Path, text: str) -> list[str]:
    """The names of the files that are asked for, or the mistakes, row by row; the notes last."""
    rows = orders(library, folder, text)
    told: list[str] = []
    for found in rows:
        if isinstance(found, Failure):
            told += [str(one) for one in rows.placed(found)]
        else:
            told += [one.name for one in found]
    told += [str(one) for one in rows.notes]
    return [one.replace(f"{folder}/", "") for one in told]


def test_a_row_asks_for_its_texts_in_its_language(small: Library, tmp_path: Path) -> None:
    text = "ref,treatment,language\nA-17,short+second,\nb.2,booklet,en\n"
    assert asked(small, tmp_path, text) == ["A-17-short-en", "A-17-second-en", "b.2-booklet-en"]


def test_without_a_ref_a_file_is_called_by_its_row(small: Library, tmp_path: Path) -> None:
    text = "name,treatment\nAnna Example,short\n\nBen Example,short\n"
    assert asked(small, tmp_path, text) == ["0002-short-en", "0004-short-en"]


def test_values_are_those_of_the_row(small: Library, tmp_path: Path) -> None:
    text = "ref,treatment,name,phone,email,consent,password\n7,short,Anna Example,0612345,a@b.example,yes,x\n"
    ((order,),) = orders(small, tmp_path, text)
    assert order.patient.values == {"name": "Anna Example", "phone": "0612345"}


HEADS = "ref,treatment,name,birth_date,phone\n"
WRONG: Mapping[str, tuple[str, list[str]]] = {
    "a text that there is not": (
        HEADS + "1,shrot,,,\n",
        ["2: `treatment` names a text that there is not (did you mean `short`?)"],
    ),
    "no text": (
        HEADS + "1,,Anna,,\n",
        ["2: `treatment` names a text that there is not (write such as ivig, or ivig+costs)"],
    ),
    "a stray plus": (
        HEADS + "1,short+,Anna,,\n",
        ["2: `treatment` names a text that there is not (write such as ivig, or ivig+costs)"],
    ),
    "no ref where others have one": (
        HEADS + ",short,Anna,,\n",
        ["2: `ref` is empty (give each person a mark of their own)"],
    ),
    "a ref that is a path": (
        HEADS + "../a,short,Anna,,\n",
        ["2: `ref` is not written as it must be (use A-Z, a-z, 0-9, . and -, at most 64)"],
    ),
    "a day as a spreadsheet counts": (
        HEADS + "1,short,Anna,22710,\n",
        [
            "2: `birth_date` is a day as a spreadsheet counts it (format the column as a date such as 2026-12-01)"
        ],
    ),
    "a long number made short": (
        HEADS + "1,short,Anna,,3.12555E+09\n",
        [
            "2: `phone` was shortened by a spreadsheet, as 1.2E+09 is (format the column as text, and type it again)"
        ],
    ),
    "a ref made short": (
        HEADS + "1E+05,short,Anna,,\n",
        [
            "2: `ref` was shortened by a spreadsheet, as 1.2E+09 is (format the column as text, and type it again)"
        ],
    ),
    "a day as people write it": (
        HEADS + "1,short,Anna,5 March 62,\n",
        ["2: `birth_date` is not a date (write 2026-12-01)"],
    ),
    "two mistakes": (
        HEADS + "1,shrot,Anna,5.3.62,\n",
        [
            "2: `birth_date` is not a date (write 2026-12-01)",
            "2: `treatment` names a text that there is not (did you mean `short`?)",
        ],
    ),
    "one person twice": (
        HEADS + "a,short,Anna,1962-03-05,\nA,short,Anna,1962-03-05,\n",
        ["a-short-en", "3: the row asks for what row 2 asks for (take one of them out)"],
    ),
    "two people with one ref": (
        HEADS + "a,short,Anna,1962-03-05,\nA,second,Ben,1962-03-05,\n",
        [
            "a-short-en",
            "3: `ref` is that of row 2, where another name or date of birth stands (give each person a mark of their own)",
        ],
    ),
    "one person twice, without a ref": (
        "treatment,name,birth_date,email\nshort,Anna,1962-03-05,\nshort+second,Anna,1962-03-05,\n",
        ["0002-short-en", "3: the row asks for what row 2 asks for (take one of them out)"],
    ),
    "one name and two people, or nobody knows": (
        "treatment,name,birth_date\nshort,Anna,1962-03-05\nshort,Anna,1963-03-05\nshort,Anna,\nshort,,\nshort,,\n",
        [f"{row:04}-short-en" for row in range(2, 7)],
    ),
    "one name, two addresses": (
        "treatment,name,email\nshort,Anna,a@b.example\nshort,Anna,b@b.example\n",
        ["0002-short-en", "0003-short-en"],
    ),
    "zeros cut from a ref and a phone": (
        "ref,treatment,name,phone\n"
        "12345,short,A,61234567\n12346,short,B,61234568\n234,short,C,61234569\n12347,short,D,6123457\n",
        [
            *(f"{ref}-short-en" for ref in (12345, 12346, 234, 12347)),
            "4: `ref` is shorter than most: a spreadsheet may have cut its zeros (format the column as text, and export it again)",
            "5: `phone` is shorter than most: a spreadsheet may have cut its zeros (format the column as text, and export it again)",
        ],
    ),
    "zeros that are still there": (
        HEADS + "12345,short,A,,\n12346,short,B,,\n00234,short,C,,\n234,short,D,,\n",
        [f"{ref}-short-en" for ref in ("12345", "12346", "00234", "234")],
    ),
    "people counted up": (
        HEADS + "".join(f"{n},short,A{n},,\n" for n in range(8, 12)),
        [f"{n}-short-en" for n in range(8, 12)],
    ),
    "one person with two texts": (
        HEADS + "a,short,Anna,,\na,second,Anna,,\n",
        ["a-short-en", "a-second-en"],
    ),
    "a name that is like another": (
        HEADS + "a,second,Anna,,\na-second,short,Anna,,\n",
        ["a-second-en", "a-second-short-en"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=list(WRONG))
def test_a_mistake_is_told_by_row_and_column(
    text: str, expected: list[str], small: Library, tmp_path: Path
) -> None:
    found = [line.removeprefix("patients.csv:") for line in asked(small, tmp_path, text)]
    assert found == expected
    assert not any(secret in "".join(found) for secret in ("Anna", "March", "3.12555", "22710"))


def test_what_could_not_be_made_is_known_by_its_ref(small: Library, tmp_path: Path) -> None:
    found = list(orders(small, tmp_path, HEADS + "a.1,shrot,Anna,,\nAnna E,short,Anna,,\n"))
    assert [one.ref for one in found if isinstance(one, Failure)] == ["a.1", None]


def test_a_language_that_is_not_printed_is_told(small: Library, tmp_path: Path) -> None:
    (line,) = asked(small, tmp_path, "ref,treatment,language\n1,short,es\n")
    assert line == "patients.csv:2: `language` is none that is printed here (there is `en`)"


def test_a_booklet_in_a_language_without_chapters_is_told(tmp_path: Path) -> None:
    files = {"clinic.yaml": "languages: [en, es]\ntexts: [short]\n", AT: SHORT}
    library = open_library(clinic(tmp_path, files))
    (line,) = asked(library, tmp_path, "ref,treatment,language\n1,booklet,es\n")
    assert line.startswith("patients.csv:2: `treatment` names a text that there is not")


def test_an_edition_by_row_is_part_of_the_files_name(small: Library, tmp_path: Path) -> None:
    text = "ref,treatment,edition\n1,short,large-print\n2,short,\n3,short,huge\n"
    *named, wrong = asked(small, tmp_path, text)
    assert named == ["1-short-en-large-print", "2-short-en"]
    assert wrong == (
        "patients.csv:4: `edition` is not one that can be printed (write standard or large-print)"
    )


def test_a_file_without_treatments_is_told(small: Library, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="there is no column `treatment`"):
        orders(small, tmp_path, "ref,name\n1,Anna\n")


def test_one_row_is_found_by_its_number(small: Library, tmp_path: Path) -> None:
    found = orders(small, tmp_path, HEADS + "a,short,Anna,,\nb,short+second,Ben,,\nc,x,,,\n")
    assert [order.name for order in for_row(found, 3)] == ["b-short-en", "b-second-en"]
    with pytest.raises(ContentError, match="`treatment` names a text"):
        for_row(found, 4)
    with pytest.raises(ContentError, match="there is no row 9 with anything in it"):
        for_row(found, 9)
