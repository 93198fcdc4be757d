"""The clinic's folder over ours: texts, sources, glossary, labels and fields, checked together."""

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from handouts import SHIPPED, folders, pictures
from handouts.clinic import Clinic, PersonalField, Signature
from handouts.folders import SIGNOFFS, Folder
from handouts.fonts import SHIPPED_FAMILIES, Face, faces
from handouts.model import Text, Topic, Treatment, Wording
from handouts.patients import ABOUT_THE_COPY
from handouts.problems import ContentError, Gathering, NotFound, Place, Problem, near, shown
from handouts.reading import Loc, Reading, read, typed, words_of
from handouts.shelves import Shared, Shelves, lacking, shelves
from handouts.statements import Source, Term
from handouts.texts import Around, text_of

# The shelves of texts, and what stands on each.
_TEXTS: Mapping[str, type[Text]] = {"treatments": Treatment, "topics": Topic}


# What files of ours are called that are no single text's.
_OURS = ("booklet-", "duplex-test-", "review-")


@dataclass(frozen=True)
class Library:
    """All that can be printed, read once: every text by id and language, and what they share."""

    folders: tuple[Path, ...]
    clinic: Clinic
    sources: Mapping[str, Source]
    # Where each source was read, to be told of what its entry lacks.
    source_places: Mapping[str, Place]
    fields: Mapping[str, PersonalField]
    texts: Mapping[tuple[str, str], Text]
    glossaries: Mapping[str, tuple[Term, ...]]
    labels: Mapping[str, Mapping[str, str]]
    wordings: Mapping[str, Wording]
    # Where a text was read, for mistakes that show only later; the statements and terms that
    # several texts print were read from the shelves `common` and `glossary`, ours first.
    places: Mapping[tuple[str, str], Reading]
    shelves: Mapping[tuple[str, str], tuple[Shared, ...]]
    clinic_reading: Reading
    # The clinic's own files below its templates and styles.
    files: tuple[Path, ...] = ()
    # The files of the clinic's brand: its own fonts, and its mark.
    faces: tuple[Face, ...] = ()
    logo: Path | None = None
    # What the clinic's own people have signed, in the order in which they did.
    signatures: tuple[Signature, ...] = ()

    def ids(self) -> tuple[str, ...]:
        """The ids of all texts, in the order of the alphabet."""
        return tuple(sorted({text_id for text_id, _ in self.texts}))

    def offered(self) -> tuple[str, ...]:
        """The ids of the texts that the clinic hands out: those it names, or else all."""
        return self.clinic.texts or self.ids()

    def chapters(self, language: str) -> tuple[Text, ...]:
        """The texts of the clinic's booklet, in order; treatments first, where it names none."""
        offered = self.offered()
        named = [text_id for text_id in self.clinic.booklet.texts if text_id in offered]
        texts = [self.texts.get((text_id, language)) for text_id in named or offered]
        kept = [text for text in texts if text]
        if not named and not self.clinic.texts:
            kept.sort(key=lambda text: isinstance(text, Topic))
        return tuple(kept)

    def on_paper(self, paper: str | None) -> "Library":
        """The library, printing on that paper instead of the clinic's own, where one is named."""
        if paper is None:
            return self
        return replace(self, clinic=self.clinic.model_copy(update={"paper": paper}))

    def text(self, text_id: str, language: str) -> Text:
        """The text of that id in that language; NotFound names what is near."""
        if text_id not in self.ids():
            raise NotFound("text", text_id, self.ids())
        if (text_id, language) not in self.texts:
            raise NotFound("language", language, self.languages_of(text_id))
        return self.texts[text_id, language]

    def languages_of(self, text_id: str) -> tuple[str, ...]:
        """The languages in which there is that text."""
        return tuple(sorted(spoken for known, spoken in self.texts if known == text_id))

    def picture(self, text: Text, file: str) -> Path:
        """Where that picture of the text lies: in the clinic's folder, or else in ours."""
        return _picture(self.folders, text, file)[0]


def open_library(clinic_folder: Path | None = None) -> Library:
    """The library of a clinic's folder over the shipped one; ContentError tells all mistakes."""
    if clinic_folder is None:
        return _Opening((folders.ours(SHIPPED),)).library()
    if wrong := no_clinic(clinic_folder):
        raise ContentError([Problem(Place(shown(clinic_folder)), *wrong)])
    return _Opening((folders.clinics(clinic_folder.resolve()), folders.ours(SHIPPED))).library()


def pages_of(clinic_folder: Path) -> Library:
    """Our library with the templates, styles and fonts of a clinic whose other files are wrong."""
    clinics = folders.clinics(clinic_folder.resolve())
    opening = _Opening((clinics, folders.ours(SHIPPED)))
    files = tuple(opening.page_files())
    ours = open_library()
    return replace(ours, folders=opening.folders, files=files, faces=tuple(opening.fonts()))


def _picture(among: Sequence[Path], text: Text, file: str) -> tuple[Path, Path]:
    """Where a picture of the text lies, and in which of the folders; the first where in none."""
    shelf = next(shelf for shelf, model in _TEXTS.items() if isinstance(text, model))
    found = [(folder / "data" / shelf / text.id / file, folder) for folder in among]
    return next((pair for pair in found if pair[0].is_file()), found[0])


def no_clinic(folder: Path) -> tuple[str, str] | None:
    """What keeps this from being a clinic's folder; None where it is one."""
    try:
        if os.path.lexists(folder / "clinic.yaml"):
            return None
        if folder.is_file():
            return "this is a file", "give the clinic's folder"
        if not folder.exists():
            return "there is no such folder", "give the clinic's folder"
        if (folder / "clinic.yml").exists():
            return "there is no clinic.yaml in this folder", "rename clinic.yml to clinic.yaml"
    except OSError:  # a folder that may not be read, or a name no folder can have
        return "this folder cannot be read", "give the clinic's folder"
    return "there is no clinic.yaml in this folder", "give the clinic's folder"


class _Opening:
    """One opening of a library; mistakes are gathered so that all are told at once."""

    def __init__(self, opened: tuple[Folder, ...]) -> None:
        self.opened = opened
        self.folders = tuple(folder.path for folder in opened)
        self.gathering = Gathering()

    def library(self) -> Library:
        """The checked library; ContentError holds the mistakes of all its files."""
        self._tell(*self.opened[0].problems)
        own = self._own()
        clinic = self.gathering.tried(typed, Clinic, own) if own else None
        fonts = self.fonts()
        if own and clinic:
            self._tell(*self._brand_problems(own, clinic, fonts))
        shared = shelves(self.opened, self.gathering)
        places: dict[tuple[str, str], Reading] = {}
        texts = dict(self._texts(shared, places))
        signatures = tuple(self._signatures())
        self._tell(*_field_problems(shared))
        if own and clinic:
            self._tell(*self._language_problems(own, clinic, shared))
        if self.gathering.problems or own is None or clinic is None:
            raise self.gathering.error()
        return Library(
            folders=self.folders,
            clinic=clinic,
            sources=shared.sources,
            source_places=shared.places["sources"],
            fields=shared.fields,
            texts=texts,
            glossaries={
                language: tuple(entries.values())
                for (shelf, language), entries in shared.entries.items()
                if shelf == "glossary"
            },
            labels=shared.labels,
            wordings=shared.wordings,
            places=places,
            shelves={key: tuple(files) for key, files in shared.shared.items()},
            clinic_reading=own,
            files=tuple(self.page_files()),
            faces=tuple(fonts),
            logo=self.folders[0] / clinic.brand.logo if clinic.brand.logo else None,
            signatures=signatures,
        )

    def _signatures(self) -> Iterator[Signature]:
        """What the clinic's own people have signed; where a line is wrong, nothing is."""
        own = next(self.opened[0].matching(SIGNOFFS), None) if len(self.opened) > 1 else None
        if own and not re.sub("#.*", "", self.gathering.tried(words_of, own) or "").strip():
            return  # nothing but its head
        reading = self.gathering.tried(read, own) if own else None
        if reading and not isinstance(reading.data, list):
            hint = "write it with `handouts sign`"
            self._tell(Problem(reading.place(), "this is not a list of signatures", hint))
        elif reading:
            for i, data in enumerate(reading.data):
                signature = self.gathering.tried(typed, Signature, reading, (i,), data)
                yield from [signature] if signature else []

    def _tell(self, *problems: Problem) -> None:
        self.gathering.problems += problems

    def _own(self) -> Reading | None:
        """The clinic's own file; the neutral one where there is no clinic."""
        if len(self.opened) == 1:
            return self.gathering.tried(read, SHIPPED / "data" / "starter" / "clinic.yaml")
        own = next(self.opened[0].matching("clinic.yaml"), None)
        return self.gathering.tried(read, own) if own else None

    def fonts(self) -> Sequence[Face]:
        # Where a link leads out of the folder, or to nothing, no more is opened than must be.
        if len(self.opened) == 1 or not self.opened[0].whole:
            return ()
        fonts, wrong = faces(self.opened[0].below("styles/fonts"))
        self._tell(*wrong)
        return fonts

    def page_files(self) -> Iterator[Path]:
        own = self.opened[:-1]
        return (file for part in ("templates", "styles") for one in own for file in one.below(part))

    def _brand_problems(
        self, own: Reading, clinic: Clinic, fonts: Collection[Face]
    ) -> Iterator[Problem]:
        known = {*SHIPPED_FAMILIES, *(face.family for face in fonts)}
        for key in ("heading_font", "text_font"):
            family = getattr(clinic.brand, key)
            if family and family not in known and self.opened[0].whole:
                message = f"there is no font `{family}` in styles/fonts"
                yield Problem(own.place(("brand", key)), message, near(family, known))
        brand = own.data.get("brand") or {}
        if "accent" in brand and brand["accent"] is None:
            hint = 'write a colour as "#0b6478", with the quotes, or take the line out'
            yield Problem(own.place(("brand", "accent")), "`accent` is empty", hint)
        logo = clinic.brand.logo
        if logo and (wrong := pictures.wrong(self.folders[0] / logo, self.folders[0])):
            yield Problem(own.place(("brand", "logo")), *wrong)

    def _texts(
        self, shared: Shelves, places: dict[tuple[str, str], Reading]
    ) -> Iterator[tuple[tuple[str, str], Text]]:
        """The texts of both shelves; where each was read is noted in `places`."""
        treatments = {path.parent.name for path in self._find("data/treatments/*/*.yaml")}
        for shelf, model in _TEXTS.items():
            for path in self._find(f"data/{shelf}/*/*.yaml"):
                key = (path.parent.name, path.stem)
                reading = self.gathering.tried(read, path)
                if reading is None or not self._has_labels(reading, key[1], shared):
                    continue
                if shelf == "topics" and key[0] in treatments:
                    message = f"`{key[0]}` is a treatment and a topic too"
                    self._tell(Problem(reading.place(("id",)), message, "give one another id"))
                if f"{key[0]}-".startswith(_OURS):
                    message = f"a text cannot be called `{key[0]}`, as our own files are"
                    self._tell(Problem(reading.place(("id",)), message, "give it another id"))
                places[key] = reading
                around = _around(shared, key[1])
                if text := self.gathering.tried(text_of, model, reading, key, around):
                    self._tell(*self._picture_problems(text, reading))
                    yield key, text

    def _find(self, pattern: str) -> Iterator[Path]:
        """The files of that pattern; a clinic's file stands for ours of the same path."""
        found: dict[PurePath, Path] = {}
        for folder in self.opened:
            for path in folder.matching(pattern):
                found.setdefault(path.relative_to(folder.path), path)
        yield from (found[name] for name in sorted(found))

    def _has_labels(self, reading: Reading, language: str, shared: Shelves) -> bool:
        if language in shared.labels:
            return True
        if shared.names("labels", language).whole:
            message = f"there are no labels in the language `{language}`"
            hint = f"write data/labels/{language}.yaml"
            self._tell(Problem(reading.place(("language",)), message, hint))
        return False

    def _picture_problems(self, text: Text, reading: Reading) -> Iterator[Problem]:
        for i, section in enumerate(text.sections):
            if section.picture:
                path, folder = _picture(self.folders, text, section.picture.file)
                if wrong := pictures.wrong(path, folder):
                    yield Problem(reading.place(("sections", i, "picture", "file")), *wrong)

    def _language_problems(
        self, own: Reading, clinic: Clinic, shared: Shelves
    ) -> Iterator[Problem]:
        """The texts that the clinic names and there are not, and what its languages lack."""
        files = [path for shelf in _TEXTS for path in self._find(f"data/{shelf}/*/*.yaml")]
        known, spoken = {path.parent.name for path in files}, {path.stem for path in files}
        lists: list[tuple[Loc, Sequence[str]]] = [
            (("texts",), clinic.texts),
            (("booklet", "texts"), clinic.booklet.texts),
        ]
        for loc, listed in lists:
            for i, text_id in enumerate(listed):
                place = own.place((*loc, i))
                if text_id in listed[:i]:
                    yield Problem(place, f"`{text_id}` stands twice", "take one out")
                elif text_id not in known and self.opened[0].whole:
                    yield Problem(place, f"there is no text `{text_id}`", near(text_id, known))
        for i, language in enumerate(clinic.language_help):
            if "language_help" not in shared.labels.get(language, {}):
                message = f"there is no label `language_help` in the language `{language}`"
                hint = f"write it into data/labels/{language}.yaml"
                yield Problem(own.place(("language_help", i)), message, hint)
        for i, language in enumerate(clinic.languages):
            if language not in spoken:
                if self.opened[0].whole:
                    message = f"there is no text in the language `{language}`"
                    place = own.place(("languages", i))
                    yield Problem(place, message, near(language, spoken))
                continue
            labels = self.folders[0] / "data" / "labels" / f"{language}.yaml"
            yield from lacking(shared, language, Place(shown(labels)))


def _around(shared: Shelves, language: str) -> Around:
    return Around(
        common=shared.entries.get(("common", language), {}),
        commons=shared.names("common", language),
        sources=shared.names("sources", "sources"),
        terms=shared.names("glossary", language),
    )


def _field_problems(shared: Shelves) -> Iterator[Problem]:
    for name in sorted(set(shared.fields) & set(ABOUT_THE_COPY)):
        message = f"a field cannot be called `{name}`, which says whom a copy is for"
        yield Problem(shared.places["fields"][name], message, "give it another name")
