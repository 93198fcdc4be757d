"""A clinic's own folder: begun, given files of ours, and told what has changed in ours."""

import contextlib
import hashlib
import os
import resource
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from helpers import clinic

from handouts import SHIPPED
from handouts.checks import findings, report
from handouts.cli import main
from handouts.clinic import Clinic
from handouts.library import open_library
from handouts.reading import read_text, typed
from handouts.starter import clinic_above

IVIG = "data/treatments/ivig/en.yaml"
LABELS = "data/labels/en.yaml"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The empty folder in which the commands are typed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HANDOUTS_CLINIC", raising=False)
    return tmp_path


@pytest.fixture
def ours(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clinic's folder, made by us and gone into."""
    typed_in("init", "our-clinic")
    monkeypatch.chdir("our-clinic")
    return here / "our-clinic"


def typed_in(*words: str) -> Result:
    """What the command says and how it ends."""
    ended = CliRunner().invoke(main, words)
    assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
    return ended


def told(*words: str) -> list[str]:
    """The lines of a command that goes well."""
    ended = typed_in(*words)
    assert (ended.exit_code, ended.stderr) == (0, "")
    return ended.stdout.splitlines()


def refused(*words: str) -> str:
    """The one sentence of a command that does not."""
    ended = typed_in(*words)
    assert ended.exit_code == 1
    assert ended.stderr.count("\n") == 1
    return ended.stderr.rstrip("\n")


def held(folder: Path) -> dict[str, bytes]:
    """Every file of the folder, by its path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def earlier(folder: Path, name: str, old: str, new: str) -> None:
    """Let ours of that name have said `old`, when it was adopted, where it says `new` now."""
    for path in (folder / ".adopted" / name, folder / name):
        text = path.read_text(encoding="utf-8")
        assert new in text
        path.write_text(text.replace(new, old, 1), encoding="utf-8")


def test_init_tells_what_it_made_and_what_to_type_next(here: Path) -> None:
    assert told("init", "our-clinic") == [
        "made our-clinic/clinic.yaml",
        "made our-clinic/data/sources.yaml",
        "made our-clinic/data/topics/welcome/en.yaml",
        "made our-clinic/data/topics/welcome/es.yaml",
        "made our-clinic/.gitignore",
        "Next, write your clinic's name and phones into our-clinic/clinic.yaml; then type:",
        "  cd our-clinic",
        "  handouts print --all",
    ]
    assert len(held(here / "our-clinic")) == 5


def test_init_here_needs_no_other_folder(here: Path) -> None:
    assert told("init", ".")[-2:] == [
        "Next, write your clinic's name and phones into clinic.yaml; then type:",
        "  handouts print --all",
    ]


def test_a_folder_with_a_space_can_be_typed_as_it_is_told(here: Path) -> None:
    assert "  cd 'our clinic'" in told("init", "our clinic")


def test_a_new_folder_is_for_its_owner_alone(ours: Path) -> None:
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (ours, *ours.rglob("*"))}
    assert set(modes.values()) == {0o700, 0o600}
    assert all(mode == (0o700 if path.is_dir() else 0o600) for path, mode in modes.items())


def test_nothing_that_is_there_is_written_over(here: Path) -> None:
    folder = clinic(here / "our-clinic", {"clinic.yaml": "name: Ours\n", ".gitignore": "mine\n"})
    (folder / "data").mkdir()
    (folder / "data" / "sources.yaml").symlink_to("nowhere")
    lines = told("init", "our-clinic")
    assert [line for line in lines if line.startswith(("made", "kept"))] == [
        "kept our-clinic/clinic.yaml",
        "kept our-clinic/data/sources.yaml",
        "made our-clinic/data/topics/welcome/en.yaml",
        "made our-clinic/data/topics/welcome/es.yaml",
        "kept our-clinic/.gitignore",
    ]
    assert (folder / "clinic.yaml").read_text() == "name: Ours\n"
    assert (folder / ".gitignore").read_text() == "mine\n"
    assert not (folder / "data" / "nowhere").exists()


def test_a_second_init_changes_nothing(ours: Path) -> None:
    before = held(ours)
    assert [line.partition(" ")[0] for line in told("init", ".")[:4]] == ["kept"] * 4
    assert held(ours) == before


@pytest.mark.parametrize(
    ("folder", "sentence"),
    [
        ("taken", "taken: cannot be written: a file stands where a folder should"),
        ("taken/clinic", "taken/clinic: cannot be written: a file stands where a folder should"),
        ("no/clinic", "no/clinic: cannot be written: there is no folder to hold it"),
        ("a" * 300, f"{'a' * 300}: cannot be written: the name is too long"),
    ],
)
def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(
    folder: str, sentence: str, here: Path
) -> None:
    (here / "taken").write_text("a file")
    assert refused("init", folder) == sentence
    assert held(here) == {"taken": b"a file"}


def test_every_key_of_a_clinic_is_in_the_starter_and_each_line_works_without_its_mark() -> None:
    text = (SHIPPED / "data" / "starter" / "clinic.yaml").read_text(encoding="utf-8")
    keys = "|".join([*Clinic.model_fields, "  number", "  hours"])
    lines = [line.removeprefix("# ") for line in text.splitlines()]
    bare = [line for line in lines if line.partition(":")[0] in keys.split("|")]
    whole = "\n".join(bare).replace("brand:", "brand: {}").replace("booklet:", "booklet: {}")
    whole = whole.replace("columns:", "columns: {}").replace("mail:", "mail: {}")
    filled = typed(Clinic, read_text(whole, "clinic.yaml"))
    assert {line.partition(":")[0] for line in bare if line[0] != " "} == set(Clinic.model_fields)
    assert filled.name == "Northside Infusion Clinic"
    assert filled.after_hours_phone.number == "312-555-0199"


def test_the_text_of_the_starter_has_nothing_to_mend(ours: Path) -> None:
    library = open_library(ours)
    welcome = [library.text("welcome", "en")]
    found = findings(library, welcome, welcome[0].updated)
    assert report.allowing(found, ["unsigned", "clinic-not-set-up"])
    assert not report.failed(report.allowing(found, ["unsigned", "clinic-not-set-up"]), strict=True)


@pytest.mark.parametrize(
    ("name", "ignored"),
    [
        ("clinic.yaml", False),
        ("signoffs.yaml", False),
        (IVIG, False),
        ("data/sources.yaml", False),
        (".adopted/" + IVIG, False),
        ("schemas/clinic.schema.json", False),
        ("anna.yaml", True),
        ("patients/anna.yaml", True),
        ("patients.csv", True),
        ("monday.csv", True),
        ("patients-2026.xlsx", True),
        ("out/personal/A-17-ivig-en.pdf", True),
        ("outbox.db", True),
    ],
)
def test_git_keeps_what_the_clinic_wrote_and_never_a_patient(
    name: str, ignored: bool, ours: Path
) -> None:
    plain = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", "init", "-q"], check=True, env=plain)
    asked = subprocess.run(["git", "check-ignore", "-q", name], env=plain)
    assert asked.returncode == (0 if ignored else 1)


def test_the_nearest_folder_with_a_clinic_yaml_is_found_upwards(ours: Path) -> None:
    deep = ours / "data" / "topics"
    assert clinic_above(deep) == clinic_above(ours) == ours
    assert clinic_above(ours.parent) is None
    clinic(deep)
    assert clinic_above(deep) == deep


def test_an_adopted_file_is_ours_and_prints_as_ours(ours: Path) -> None:
    assert told("adopt", IVIG, "./templates/handout.html") == [
        f"made {IVIG}",
        "made templates/handout.html",
        "Later on, handouts compare tells what has changed in ours.",
    ]
    for name in (IVIG, "templates/handout.html"):
        assert (ours / name).read_bytes() == (SHIPPED / name).read_bytes()
        assert stat.S_IMODE((ours / name).stat().st_mode) == 0o600


def test_every_file_that_is_offered_can_be_adopted_and_nothing_is_told_of_it(ours: Path) -> None:
    offered = told("adopt")
    assert {IVIG, LABELS, "templates/base.html", "styles/tokens.css"} <= set(offered)
    assert not [name for name in offered if "fonts" in name or "starter" in name]
    shutil.rmtree(ours / "data")
    told("adopt", *offered)
    assert open_library(ours).ids() == open_library().ids()
    assert len(told("compare")) == len(offered)


def test_an_adopted_file_that_is_merged_is_told_to_keep_its_changes_alone(ours: Path) -> None:
    lines = told("adopt", LABELS, "data/fields.yaml", IVIG)
    assert f"In {LABELS}, data/fields.yaml, keep only the entries that you change." in lines


def test_adopt_never_writes_over_a_file_nor_forgets_what_it_began_with(ours: Path) -> None:
    told("adopt", IVIG)
    earlier(ours, IVIG, "id: older", "id: ivig")
    before = held(ours)
    assert told("adopt", IVIG)[0] == f"kept {IVIG}"
    assert held(ours) == before


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        (
            "data/treatments/ivgi/en.yaml",
            f"There is no file of ours `data/treatments/ivgi/en.yaml` (did you mean `{IVIG}`?).",
        ),
        ("styles/fonts/fonts.conf", "There is no file of ours `styles/fonts/fonts.conf` ("),
        ("data/starter/clinic.yaml", "There is no file of ours `data/starter/clinic.yaml` ("),
        ("handouts/cli.py", "There is no file of ours `handouts/cli.py` ("),
        ("data/../data/fields.yaml", "data/../data/fields.yaml: this leads out of the folder ("),
        ("../data/fields.yaml", "../data/fields.yaml: this leads out of the folder ("),
        (str(SHIPPED / IVIG), f"{SHIPPED / IVIG}: this leads out of the folder ("),
    ],
)
def test_a_path_that_is_none_of_ours_is_refused_and_nothing_is_copied(
    path: str, sentence: str, ours: Path
) -> None:
    before = held(ours)
    assert refused("adopt", LABELS, path).startswith(sentence)
    assert held(ours) == before


@pytest.mark.parametrize("linked", ["data/labels", ".adopted", "templates"])
def test_a_link_that_leads_out_of_the_folder_is_not_followed(linked: str, ours: Path) -> None:
    outside = ours.parent / "outside"
    outside.mkdir()
    (ours / linked).symlink_to(outside)
    name = "templates/base.html" if linked == "templates" else LABELS
    assert "this leads out of the folder" in refused("adopt", name)
    assert held(outside) == {}


@pytest.mark.parametrize("command", [("adopt", IVIG), ("compare",)])
def test_without_a_clinics_folder_the_command_that_makes_one_is_told(
    command: tuple[str, ...], here: Path
) -> None:
    sentence = "There is no clinic.yaml here or above (make one with: handouts init our-clinic)."
    assert refused(*command) == sentence
    hint = "no: there is no such folder (give the clinic's folder)"
    assert refused(*command, "--clinic", "no") == hint


def test_a_clinic_yaml_that_cannot_be_found_is_told_as_by_whoever_prints(ours: Path) -> None:
    (ours / "clinic.yaml").rename("clinic.yml")
    sentence = ".: there is no clinic.yaml in this folder (rename clinic.yml to clinic.yaml)"
    assert [refused(word, "--clinic", str(ours)) for word in ("compare", "check")] == [sentence] * 2
    Path("clinic.yaml").symlink_to("nowhere.yaml")
    assert told("compare") != []


def test_compare_tells_what_has_changed_in_ours_line_by_line(ours: Path) -> None:
    told("adopt", IVIG)
    earlier(ours, IVIG, "review_due: 2001-01-01", "review_due: ")
    lines = told("compare", IVIG)
    heading = "ours has changed since; yours is as it was adopted. What changed in ours:"
    assert lines[0] == f"{IVIG}: {heading}"
    assert lines[1:3] == ["--- ours, when adopted", "+++ ours, now"]
    (gone,) = [line for line in lines[3:] if line.startswith("-")]
    (new,) = [line for line in lines[3:] if line.startswith("+")]
    assert gone == new.replace("+review_due: ", "-review_due: 2001-01-01")
    assert lines[-1] == "When you have looked at this, type: handouts compare --seen"


def test_compare_knows_what_the_clinic_has_edited(ours: Path) -> None:
    told("adopt", IVIG)
    assert told("compare", IVIG) == [
        f"{IVIG}: ours has not changed since; yours is as it was adopted."
    ]
    windows = (ours / IVIG).read_bytes().replace(b"\n", b"\r\n")
    (ours / IVIG).write_bytes(windows)
    assert told("compare", IVIG)[0].endswith("yours is as it was adopted.")
    (ours / IVIG).write_bytes(windows.replace(b"title:", b"title: My"))
    assert told("compare", IVIG) == [f"{IVIG}: ours has not changed since; you have edited yours."]


def test_a_change_of_ours_that_the_clinic_made_too_is_no_news(ours: Path) -> None:
    told("adopt", IVIG)
    earlier(ours, IVIG, "id: older", "id: ivig")
    shutil.copy(SHIPPED / IVIG, ours / IVIG)
    assert told("compare", IVIG) == [f"{IVIG}: ours has changed since, and yours says the same."]


def test_compare_names_the_entries_that_have_changed_and_those_that_the_clinic_holds(
    ours: Path,
) -> None:
    told("adopt", LABELS)
    earlier(ours, LABELS, "old_word: gone\nclinic_name: Practice", "clinic_name: Clinic")
    earlier(ours, LABELS, "", "at_a_glance: At a glance\n")
    lines = told("compare", LABELS)
    names = ["  changed: `clinic_name`", "  new: `at_a_glance`", "  gone: `old_word`"]
    assert lines[1:5] == [*names, "  yours stands in place of ours for: `clinic_name`"]
    (ours / LABELS).write_text("page: Seite\n")
    lines = told("compare", LABELS)
    assert lines[1:4] == names
    assert lines[4].startswith("---")


@pytest.mark.parametrize(
    ("name", "old", "new", "told_of"),
    [
        ("data/common/en.yaml", "A rare thing", "Dermatomyositis (DM) is", "`dm-rare`"),
        ("data/glossary/en.yaml", "def: x", "definition: ", "`antibody`"),
        ("data/sources.yaml", 'year: "1999"', 'year: "2022"', "`oct-pi`"),
    ],
)
def test_compare_knows_an_entry_by_its_name(
    name: str, old: str, new: str, told_of: str, ours: Path
) -> None:
    (ours / "data" / "sources.yaml").unlink()
    told("adopt", name)
    earlier(ours, name, old, new)
    assert told("compare", name)[1] == f"  changed: {told_of}"


def test_a_file_that_was_not_adopted_is_told_with_what_differs(ours: Path) -> None:
    text = (SHIPPED / "templates" / "base.html").read_text(encoding="utf-8")
    clinic(
        ours,
        {
            "templates/base.html": "one line more\n" + text.replace("<body", "<body ", 1),
            "styles/tokens.css": (SHIPPED / "styles" / "tokens.css").read_text() + "p {}\n",
            LABELS: "page: Seite\nversion: V\n",
            "styles/own.css": "p {}\n",
        },
    )
    start = "it was not adopted, so that what has changed in ours is not known"
    assert told("compare") == [
        f"{LABELS}: {start} for `page`, `version`.",
        "data/sources.yaml: all that it holds is your own.",
        f"styles/tokens.css: {start}; 1 line differs from ours.",
        f"templates/base.html: {start}; 2 lines differ from ours.",
    ]


def test_what_was_seen_is_not_told_again(ours: Path) -> None:
    told("adopt", IVIG)
    clinic(ours, {"styles/tokens.css": "p {}\n"})
    earlier(ours, IVIG, "id: older", "id: ivig")
    lines = told("compare", "--seen")
    assert "-id: older" in lines
    assert lines[-1] == "Next time, ours is compared with what it is today."
    assert told("compare", IVIG, "styles/tokens.css") == [
        f"{IVIG}: ours has not changed since; you have edited yours.",
        "styles/tokens.css: ours has not changed since; you have edited yours.",
    ]
    assert (ours / "styles" / "tokens.css").read_text() == "p {}\n"


def test_ours_that_is_no_longer_there_is_told(ours: Path) -> None:
    for name in ("data/treatments/old/en.yaml", ".adopted/data/treatments/old/en.yaml"):
        clinic(ours, {name: "id: old\n"})
    sentence = "data/treatments/old/en.yaml: ours is no longer there; yours is used as before."
    assert sentence in told("compare")
    assert sentence in told("compare", "--seen")


def test_compare_refuses_a_name_that_stands_for_none_of_ours(ours: Path) -> None:
    sentence = "There is no file of your own that stands for one of ours, `data/fields.yaml` ("
    assert refused("compare", "data/fields.yaml").startswith(sentence)


def test_an_own_file_that_cannot_be_read_is_told_and_the_others_are_compared(ours: Path) -> None:
    told("adopt", IVIG, LABELS)
    earlier(ours, LABELS, "clinic_name: Practice", "clinic_name: Clinic")
    (ours / LABELS).write_text('page: "open\n')
    ended = typed_in("compare")
    assert ended.exit_code == 1
    assert ended.stderr.startswith(f"{LABELS}:1: ")
    assert f"{IVIG}: ours has not changed since" in ended.stdout


def test_own_files_in_another_encoding_are_told_together(ours: Path) -> None:
    told("adopt", IVIG, LABELS)
    for name in (IVIG, LABELS):
        (ours / name).write_bytes(b"a: 1\nb: caf\xe9\n")
    wrong = "this is not UTF-8 text (save it as UTF-8)"
    assert typed_in("compare").stderr.splitlines() == [f"{LABELS}:2: {wrong}", f"{IVIG}:2: {wrong}"]


def test_a_disk_that_takes_no_more_gets_no_half_a_file(here: Path) -> None:
    told("schema", "schemas")
    before = held(here)
    with little_room():
        refused("schema", "schemas")
        refused("init", "our-clinic")
    (here / "our-clinic").rmdir()
    assert held(here) == before


@contextlib.contextmanager
def little_room() -> Iterator[None]:
    """A while in which no file may grow longer than ten bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_folder_with_nothing_of_ours_is_told_so(ours: Path) -> None:
    (ours / "data" / "sources.yaml").unlink()
    assert told("compare") == ["No file of yours stands for one of ours."]


def test_the_starter_prints_with_all_and_an_adopted_text_prints_the_very_bytes_of_ours(
    ours: Path,
) -> None:
    day = ("--as-of", "2026-11-22")
    told("adopt", "data/topics/options/en.yaml", "templates/topic.html", "styles/handout.css")
    clinic_file = ours / "clinic.yaml"
    clinic_file.write_text(clinic_file.read_text() + "texts: [options, welcome]\n")
    printed = told("print", "--all", "--language", "en", "--edition", "standard", *day)
    assert {line.partition(":")[0] for line in printed} == {
        "out/options-en.pdf",
        "out/welcome-en.pdf",
    }
    os.chdir(ours.parent)
    told("print", "options", *day)
    options = [folder / "out" / "options-en.pdf" for folder in (ours, ours.parent)]
    assert len({hashlib.sha256(path.read_bytes()).hexdigest() for path in options}) == 1


@pytest.mark.parametrize("command", ["adopt", "compare", "schema", "init"])
def test_nothing_is_written_or_shown_through_a_link(command: str, ours: Path) -> None:
    victim = ours.parent / "victim.html"
    victim.write_text("Xylophonesecret\n")
    told("adopt", "templates/topic.html")
    kept = ours / ".adopted" / "templates" / "topic.html"
    kept.unlink()
    kept.symlink_to(victim)
    outside = ours.parent / "outside"
    outside.mkdir()
    for name in ("schemas", ".vscode"):
        (ours / name).symlink_to(outside, target_is_directory=True)
    (ours / "elsewhere").symlink_to(outside, target_is_directory=True)
    for language in ("en", "es"):
        (ours / "data" / "topics" / "welcome" / f"{language}.yaml").unlink()
    (ours / "data" / "topics" / "welcome").rmdir()
    (ours / "data" / "topics" / "welcome").symlink_to(outside, target_is_directory=True)
    words = {
        "adopt": ["adopt", "templates/topic.html"],
        "compare": ["compare", "templates/topic.html"],
        "schema": ["schema"],
        "init": ["init", "."],
    }
    ended = typed_in(*words[command])
    assert "Xylophonesecret" not in ended.output
    assert victim.read_text() == "Xylophonesecret\n"
    assert list(outside.iterdir()) == []
