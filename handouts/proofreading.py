"""A clinic's templates, read and not run: every mistake that shows without a page."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import TemplateSyntaxError
from jinja2.idtracking import Symbols

from handouts import jargon
from handouts.problems import ContentError, Gathering, Place, Problem, near, shown
from handouts.reading import words_of


@dataclass(frozen=True, eq=False)
class _Read:
    """A template that Jinja can read: its name, its file and its parts."""

    name: str
    path: Path
    tree: nodes.Template

    def problem(self, line: int, message: str, hint: str = "") -> Problem:
        """A mistake on that line of it."""
        return Problem(Place(shown(self.path), line), message, hint)


def mistakes(
    environment: Environment,
    files: Mapping[str, Path],
    names: Collection[str],
    labels: Collection[str],
) -> Iterator[Problem]:
    """The mistakes of these templates by their names, whose pages have these names and labels."""
    gathering = Gathering()
    read = [gathering.tried(_read, environment, *file) for file in files.items()]
    yield from gathering.problems
    shelf = {one.name: one for one in read if one}
    known = {**_readable(environment), **shelf} if shelf else {}
    for one in shelf.values():
        proof = _Proof(environment, one.name)
        proof.visit(one.tree)
        yield from _misread(proof, one)
        yield from _missing_templates(environment, one)
        yield from _unknown_words(environment, one)
        yield from _unknown_labels(one, labels)
        yield from _outside_blocks(one, _above(one, known)[1:])
        yield from _unknown_names(environment, proof, one, {*names, *_given(one, known)})
    yield from _missing_macros(shelf, known)
    for one in shelf.values():
        yield from _compiled(environment, one)


def _read(environment: Environment, name: str, path: Path) -> _Read:
    """The template; ContentError tells what keeps it from being one."""
    source = words_of(path)
    try:
        return _Read(name, path, environment.parse(source, name, str(path)))
    except TemplateSyntaxError as error:
        raise ContentError([jargon.syntax(environment, source, path, error)]) from None
    except RecursionError:
        raise ContentError([Problem(Place(shown(path)), *_TOO_DEEP)]) from None


_TOO_DEEP = ("the template nests too deep", "make it simpler")


def _compiled(environment: Environment, read: _Read) -> Iterator[Problem]:
    """What only Python refuses: loops in loops in loops. The compiler marks what it reads."""
    try:
        environment.compile(read.tree, read.name, str(read.path))
    except TemplateSyntaxError:
        return  # told by what it is
    except (SyntaxError, RecursionError, MemoryError):
        yield Problem(Place(shown(read.path)), *_TOO_DEEP)


def _readable(environment: Environment) -> dict[str, _Read]:
    """Every template that can be read, ours among them."""
    found = {}
    for name in environment.list_templates():
        try:
            source, path, _ = environment.loader.get_source(environment, name)  # type: ignore[union-attr]
            found[name] = _Read(name, Path(path or name), environment.parse(source))
        except (OSError, TemplateSyntaxError, UnicodeDecodeError, RecursionError):
            continue
    return found


class _Proof(CodeGenerator):
    """Jinja's own compiler, which writes nothing here: it tells which names are asked for."""

    def __init__(self, environment: Environment, name: str) -> None:
        super().__init__(environment, name, name)
        self.asked: list[tuple[nodes.Name, int]] = []
        self.wrong: list[tuple[int, str]] = []

    def write(self, x: str) -> None:
        """Nothing: no program is wanted."""

    def fail(self, msg: str, lineno: int) -> None:  # type: ignore[override]
        """Keep the mistake and read on."""
        self.wrong.append((lineno, msg))

    def visit_Name(self, node: nodes.Name, frame: object) -> None:  # noqa: N802
        """Keep a name that neither the template nor one of its loops has given."""
        symbols: Symbols = frame.symbols  # type: ignore[attr-defined]
        load = symbols.find_load(symbols.ref(node.name))
        if node.ctx == "load" and load is not None and load[0] == "resolve":
            self.asked.append((node, node.lineno))
        super().visit_Name(node, frame)  # type: ignore[arg-type]


def _misread(proof: _Proof, read: _Read) -> Iterator[Problem]:
    """What only Jinja's compiler sees, such as two blocks of one name."""
    for line, said in proof.wrong:
        if not said.startswith("No "):  # a filter or a test: told by its own name
            yield read.problem(line, *jargon.plainly(said))


def _unknown_names(
    environment: Environment, proof: _Proof, read: _Read, known: Collection[str]
) -> Iterator[Problem]:
    """Names that no page has, each on its line."""
    may_lack = {id(node) for node in _only_asked_after(read.tree)}
    for node, line in proof.asked:
        if node.name not in {*known, *environment.globals} and id(node) not in may_lack:
            hint = near(node.name, known)
            yield read.problem(line, f"there is no `{node.name}` on this page", hint)


def _only_asked_after(tree: nodes.Template) -> Iterator[nodes.Name]:
    """The names of `x is defined` and `x | default("")`, which may well be missing."""
    for node in tree.find_all((nodes.Test, nodes.Filter)):
        asks = node.name in ("defined", "undefined", "default", "d")
        if asks and isinstance(node.node, nodes.Name):
            yield node.node


def _given(read: _Read, known: Mapping[str, _Read]) -> set[str]:
    """The names that other templates may hand to this one, or that its own head sets."""
    above = _above(read, known)
    users = _reached(
        read, lambda one: [other for other in known.values() if _uses(other, one.name)]
    )
    given = set().union(*(_bound(one.tree) for one in (*above, *users)))
    return given | {"caller", "varargs", "kwargs", "loop", "self", "super"}


def _above(read: _Read, known: Mapping[str, _Read]) -> Sequence[_Read]:
    """The template, and those that it builds on."""
    return _reached(
        read,
        lambda one: [known[name] for name, _ in _named(one.tree, nodes.Extends) if name in known],
    )


def _reached(read: _Read, step: Callable[[_Read], Sequence[_Read]]) -> Sequence[_Read]:
    """The template, and all that its steps lead to."""
    found = [read]
    for one in found:
        found += [other for other in step(one) if other not in found]
    return found


def _uses(read: _Read, name: str) -> bool:
    return any(used == name for used, _ in _named(read.tree, *_USES))


_USES = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


def _bound(tree: nodes.Template) -> set[str]:
    """Every name that the template sets, imports or defines."""
    names = {node.name for node in tree.find_all(nodes.Name) if node.ctx in ("store", "param")}
    names |= {node.name for node in tree.find_all(nodes.Macro)}
    names |= {node.target for node in tree.find_all(nodes.Import)}
    for node in tree.find_all(nodes.FromImport):
        names |= {name if isinstance(name, str) else name[1] for name in node.names}
    return names


def _named(tree: nodes.Template, *kinds: type[nodes.Node]) -> Iterator[tuple[str, nodes.Node]]:
    """The templates that tags of these kinds name outright."""
    for node in tree.find_all(kinds):
        asked = getattr(node, "template", None)
        choice = asked.items if isinstance(asked, nodes.List | nodes.Tuple) else [asked]
        names = [one.value for one in choice if isinstance(one, nodes.Const)]
        if len(names) == 1 and isinstance(names[0], str) and len(choice) == 1:
            yield names[0], node


def _missing_templates(environment: Environment, read: _Read) -> Iterator[Problem]:
    known = environment.list_templates()
    for name, node in _named(read.tree, *_USES):
        if name == read.name and isinstance(node, nodes.Extends):
            hint = f"to build on ours, write `shipped/{name}`"
            yield read.problem(node.lineno, f"`{name}` extends itself", hint)
        elif name not in known and not getattr(node, "ignore_missing", False):
            yield read.problem(node.lineno, f"there is no template `{name}`", near(name, known))


def _unknown_words(environment: Environment, read: _Read) -> Iterator[Problem]:
    """Filters and tests that there are not."""
    kinds = ((nodes.Filter, "filter", environment.filters), (nodes.Test, "test", environment.tests))
    for kind, noun, known in kinds:
        for node in read.tree.find_all(kind):
            if node.name not in known:
                name: str = node.name
                yield read.problem(node.lineno, f"there is no {noun} `{name}`", near(name, known))


def _outside_blocks(read: _Read, above: Sequence[_Read]) -> Iterator[Problem]:
    """What a template that builds on another says where nobody looks for it."""
    if not above:
        return
    blocks = {block.name for one in above for block in one.tree.find_all(nodes.Block)}
    for block in (part for part in read.tree.body if isinstance(part, nodes.Block)):
        inner = {other.name for other in block.find_all(nodes.Block)}
        if block.name not in blocks and not inner & blocks:
            message = f"there is no block `{block.name}` to fill"
            yield read.problem(block.lineno, message, near(block.name, blocks))
    for part in read.tree.body:
        words = [word for word in part.find_all(nodes.TemplateData) if word.data.strip()]
        if isinstance(part, nodes.Output) and words:
            hint = "put it into a block"
            yield read.problem(
                words[0].lineno, "what stands outside of a block is not printed", hint
            )


def _unknown_labels(read: _Read, labels: Collection[str]) -> Iterator[Problem]:
    for call in read.tree.find_all(nodes.Call):
        said = isinstance(call.node, nodes.Name) and call.node.name == "say" and call.args
        key = call.args[0].value if said and isinstance(call.args[0], nodes.Const) else None
        if isinstance(key, str) and key not in labels:
            yield read.problem(call.lineno, f"there is no label `{key}`", near(key, labels))


def _missing_macros(shelf: Mapping[str, _Read], known: Mapping[str, _Read]) -> Iterator[Problem]:
    """What one template takes from another that does not have it."""
    for read, name, line, macro in _imports(known):
        had = _bound(known[name].tree)
        if macro not in had and read.name in shelf:
            yield read.problem(line, f"`{name}` has no macro `{macro}`", near(macro, had))
        elif macro not in had and name in shelf:
            message = f"the macro `{macro}` is not here, and `{read.name}` needs it"
            yield Problem(Place(shown(known[name].path)), message, "see ours")


def _imports(known: Mapping[str, _Read]) -> Iterator[tuple[_Read, str, int, str]]:
    """Every macro that a template takes from another: who, from which, on which line, and what."""
    for read in known.values():
        for name, node in _named(read.tree, nodes.FromImport):
            taken = node.names if isinstance(node, nodes.FromImport) and name in known else []
            # A template that stands for ours need not serve what it stands for.
            for macro in taken if not read.name.startswith("shipped/") else ():
                yield read, name, node.lineno, macro if isinstance(macro, str) else macro[0]
