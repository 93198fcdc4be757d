"""The templates of a library: filled in inside a sandbox, their mistakes told in plain words."""

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, Template, Undefined, nodes
from jinja2.exceptions import SecurityError, TemplateNotFound
from jinja2.sandbox import SandboxedEnvironment
from pydantic import BaseModel

from handouts import proofreading
from handouts.problems import ContentError, Place, Problem, near, shown
from handouts.reading import words_of

# Far above any sheet, far below what fills a computer.
_MOST_LETTERS = 10_000_000
_MOST_COPIES = 100_000
_MOST_ROUNDS = 100_000


class _Sandbox(SandboxedEnvironment):
    """Jinja, whose templates reach no file and no program, and whose loops come to an end."""

    intercepted_binops = frozenset(["*", "**"])
    rounds = 0

    def _generate(self, source: nodes.Template, *told: Any, **named: Any) -> str:
        """The template as a program that counts the rounds of its loops."""
        for loop in source.find_all(nodes.For):
            counted = nodes.Call(nodes.EnvironmentAttribute("go_round"), [], [], None, None)
            loop.body.insert(0, nodes.ExprStmt(counted, lineno=loop.lineno))
            loop.test = loop.test and nodes.And(counted, loop.test, lineno=loop.lineno)
        return super()._generate(source, *told, **named)

    def go_round(self) -> bool:
        """True, but for one round too many."""
        self.rounds += 1
        if self.rounds > _MOST_ROUNDS:
            raise TimeoutError
        return True

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may ask for it: nothing of pydantic's, which reads and unpickles."""
        model = isinstance(obj, BaseModel) or (isinstance(obj, type) and issubclass(obj, BaseModel))
        return super().is_safe_attribute(obj, attr, value) and not (
            model and hasattr(BaseModel, attr)
        )

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """The product or power of two small numbers, or a few copies of a text."""
        if any(isinstance(x, int) and abs(x) > _MOST_COPIES for x in (left, right)):
            raise OverflowError
        if operator == "**" and isinstance(right, int | float) and abs(right) > 100:
            raise OverflowError
        return super().call_binop(context, operator, left, right)


class Templates:
    """The templates of these folders, the first folder's over the next ones', loaded once."""

    def __init__(
        self, folders: Sequence[Path], filters: Mapping[str, Callable[..., object]]
    ) -> None:
        self._folders = [folder / "templates" for folder in folders]
        # By the file, the line and the name; what goes wrong for good has no name.
        self._missed: dict[tuple[object, ...], Problem] = {}
        self._private = False
        self._jinja = _Sandbox(
            loader=ChoiceLoader(
                [
                    FileSystemLoader(self._folders),
                    # So that a clinic's handout.html can extend the very file it stands for.
                    PrefixLoader({"shipped": FileSystemLoader(self._folders[-1])}),
                ]
            ),
            # A letter's plain text is no HTML; whatever else there is, is.
            autoescape=lambda name: name is None or not name.endswith(".txt"),
            undefined=_missing(self._miss),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.filters |= {name: _of_text(made) for name, made in filters.items()}

    def mistakes(
        self, files: Iterable[Path], names: Iterable[str], labels: Collection[str]
    ) -> list[Problem]:
        """What is wrong in those of these files, whose pages have these names and labels."""
        own = self._folders[0]
        named = {
            str(path.relative_to(own)): path
            for path in files
            if path.suffix in (".html", ".txt") and path.is_relative_to(own)
        }
        try:
            proofs = proofreading.mistakes(self._jinja, named, set(names), labels)
            return list(dict.fromkeys(proofs))
        except RecursionError:
            place = Place(shown(own))
            return [Problem(place, "a template nests too deep", "make it simpler")]

    def filled(self, name: str, context: Mapping[str, Any], *, private: bool) -> str:
        """The template filled in; ContentError tells its mistakes, of a private page no words."""
        self._missed, self._private, self._jinja.rounds = {}, private, 0
        try:
            page = self._whole(self._jinja.get_template(name).generate(context))
        except Exception as error:
            if len(self._folders) == 1:  # with nobody's templates but ours it is our bug
                raise
            place = self._line_of(error) or Place(shown(self._file(name)))
            # What is missing goes wrong a second time where it is used.
            if not any(problem.place == place for problem in self._missed.values()):
                self._missed[()] = Problem(place, *_plainly(error, self._jinja, private))
            page = ""
        if self._missed:
            raise ContentError(list(dict.fromkeys(self._missed.values())))
        return page

    def _file(self, name: str) -> Path:
        """The clinic's file of that name, or else the folder in which it has others."""
        own = self._folders[0] / name
        return own if own.is_file() else self._folders[0]

    def _whole(self, pieces: Iterable[str]) -> str:
        page: list[str] = []
        size = 0
        for piece in pieces:
            page.append(piece)
            size += len(piece)
            if size > _MOST_LETTERS:
                raise MemoryError
        return "".join(page)

    def _line_of(self, error: Exception) -> Place | None:
        """The innermost template line of the error's traceback, which Jinja maps to the file."""
        place, trace = None, error.__traceback__
        while trace:
            path = Path(trace.tb_frame.f_code.co_filename)
            if any(path.is_relative_to(folder) for folder in self._folders):
                place = Place(shown(path), trace.tb_lineno)
            trace = trace.tb_next
        return place

    def _miss(self, missing: Undefined) -> None:
        if (frame := _asking()) is None:
            return
        template, name = frame.f_globals["__jinja_template__"], missing._undefined_name
        line = template.get_corresponding_lineno(frame.f_lineno)
        # Told once: the file is read again for each.
        if (asked := (template.filename, line, name)) in self._missed:
            return
        path = Path(template.filename or "template")
        owners = list(dict.fromkeys(_written(self._jinja.parse(words_of(path)), line, name)))
        why = _why(missing, owners, private=self._private)
        self._missed[asked] = Problem(Place(shown(path), line), *why)


def _why(missing: Undefined, owners: Sequence[str], *, private: bool) -> tuple[str, str]:
    """What is missing; its name is told where the template itself names it, after its owner."""
    name, owner = missing._undefined_name, missing._undefined_obj
    if missing._undefined_exception is SecurityError:
        what = f"`{name}`" if owners else "what is asked for here"
        return f"{what} may not be used in a template", _ONLY_PLACES
    if missing._undefined_hint:
        return f"there is no `{name}` to take here", "see our template of that name"
    if isinstance(owner, type(_NOBODY)):
        return f"there is no `{name}` on this page", "check the spelling"
    if not owners:
        return "something that is asked for here is not there", "check the spelling"
    hint = near(str(name), _parts(owner, private)) if len(owners) == 1 else "check each of them"
    if isinstance(owner, list | tuple):
        hint = f"it has {len(owner)} parts, counted from 0"
    return f"{' or '.join(f'`{one}`' for one in owners)} has no `{name}`", hint


_NOBODY = Undefined()._undefined_obj
_ONLY_PLACES = "a template places words and asks nothing else"


def _missing(tell: Callable[[Undefined], None]) -> type[Undefined]:
    """What a template gets for a name that is not there: it is told when used, and is empty."""

    class Missing(Undefined):
        __slots__ = ()

        def _told(self, *_: Any, **__: Any) -> Any:
            tell(self)
            return self

        def _nothing(self, *_: Any) -> Any:
            tell(self)
            return False

        def __getattr__(self, name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            return self._told()

        def __str__(self) -> str:
            tell(self)
            return ""

        def __iter__(self) -> Any:
            tell(self)
            return iter(())

        def __len__(self) -> int:
            tell(self)
            return 0

        __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _told
        __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = _told
        __mod__ = __rmod__ = __pow__ = __rpow__ = __pos__ = __neg__ = _told
        __call__ = __getitem__ = _told
        __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __ne__ = __contains__ = __bool__ = _nothing
        __hash__ = Undefined.__hash__

    return Missing


def _of_text(made: Callable[..., object]) -> Callable[..., object]:
    """The filter, which takes what is missing as no text at all."""

    @wraps(made)
    def filtered(*told: Any) -> object:
        return made(*(str(one) if isinstance(one, Undefined) else one for one in told))

    return filtered


def _asking() -> FrameType | None:
    """Where a template is being filled in, innermost first."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if isinstance(frame.f_globals.get("__jinja_template__"), Template):
            return frame
        if frame.f_globals.get("__name__") == "jinja2.compiler":
            # Worked out ahead of the page, where nobody knows the line: it has to wait.
            raise nodes.Impossible
        frame = frame.f_back
    return None


def _written(tree: nodes.Template, line: int, name: object) -> Iterator[str]:
    """What stands before `.name` or `["name"]` on that line."""
    for node in tree.find_all((nodes.Getattr, nodes.Getitem)):
        if node.lineno == line and _asked(node) == name:
            yield _spelt(node.node)  # type: ignore[attr-defined]


def _asked(node: nodes.Node) -> object:
    if isinstance(node, nodes.Getattr):
        return node.attr
    argument = getattr(node, "arg", None)
    return argument.value if isinstance(argument, nodes.Const) else None


def _spelt(node: nodes.Node) -> str:
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            return f"{_spelt(node.node)}.{node.attr}"
        case nodes.Getitem():
            return f"{_spelt(node.node)}[{_asked(node)}]"
        case nodes.Call():
            return f"{_spelt(node.node)}()"
        case _:
            return "..."


def _parts(owner: object, private: bool) -> Collection[str]:
    """The names that a template may ask a thing for."""
    if isinstance(owner, BaseModel):
        return set(type(owner).model_fields)
    if isinstance(owner, Mapping):
        return [] if private else [str(key) for key in owner]
    return [name for name in dir(owner) if not name.startswith("_")]


def _plainly(error: Exception, jinja: _Sandbox, private: bool) -> tuple[str, str]:
    """The error as a sentence and a hint; the error's own words may be a patient's."""
    match error:
        case TemplateNotFound() if not private:
            return f"there is no template `{error.name}`", near(
                str(error.name), jinja.list_templates()
            )
        case TemplateNotFound():
            return "a template that is asked for is not there", "check the spelling"
        case RecursionError():
            return "the templates use one another without end", "look for one that includes itself"
        case ZeroDivisionError():
            return "this divides by nothing", "a number cannot be divided by 0"
        case TimeoutError():
            return "this goes round and round", "make the loop much shorter"
        case OverflowError() | MemoryError():
            return "this would fill the computer", "make it much smaller"
        case SecurityError():
            return "what is asked for here may not be used in a template", _ONLY_PLACES
        case KeyError() if not private:
            message = f"nothing here is called `{error.args[0]}`"
            return message, "check the spelling, and that the braces of a label are filled in"
        case TypeError() if "not callable" in str(error):
            return (
                "what stands before `(` cannot be called",
                "take the brackets off, or check the name",
            )
        case TypeError() if "argument" in str(error):
            return "the brackets hold too much, too little or a wrong name", "see how ours calls it"
        case TypeError() | ValueError() | ArithmeticError():
            return "the values here do not fit together", "look for a text where a number should be"
        case SyntaxError():
            return "the template nests too deep", "make it simpler"
        case UnicodeDecodeError():
            return "a template is not UTF-8 text", "save it as UTF-8"
        case _:
            return "this cannot be filled in", "compare it with our template"
