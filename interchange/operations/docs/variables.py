"""Every variable of the environment that the program reads, found in its own source."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from interchange.operations.installation import CLONE
from interchange.operations.postgres_programs import SETTING

READERS = frozenset({
    "text", "secret", "words", "flag", "number", "folder", "hosts", "database", "mail", "site_address",
    "networks", "provider",
})  # fmt: skip
NOT_FOR_OPERATORS = frozenset({"tests", "bench"})
OF_THE_SYSTEM = frozenset({"PATH", "PYTHONPATH"})
SHELL = re.compile(r"\$\{([A-Z_]+):-([^}]*)\}")


@dataclass(frozen=True)
class Reading:
    """One place where a variable is read: in which file, by which reader, and what holds where it is not set."""

    name: str
    file: str
    reader: str = ""
    default: str = ""
    limits: str = ""


def readings() -> list[Reading]:
    """Every reading in `config/`, in what the commands of `bin/` run, and in `bin/setup` itself."""
    folders = [CLONE / "config", CLONE / "interchange" / "operations"]
    sources = [source for folder in folders for source in sorted(folder.rglob("*.py"))]
    in_python = [
        one for source in sources if not NOT_FOR_OPERATORS & set(source.parts) for one in _in_python(source)
    ]
    setup = CLONE / "bin" / "setup"
    in_shell = [Reading(name, file, default=default) for name, file, default in _in_shell(setup)]
    return [*in_python, *in_shell]


def _in_shell(source: Path) -> Iterator[tuple[str, str, str]]:
    for name, default in SHELL.findall(source.read_text()):
        yield name, str(source.relative_to(CLONE)), default


def _in_python(source: Path) -> Iterator[Reading]:
    file = str(source.relative_to(CLONE))
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            yield from _read(node.slice, file)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            yield from _called(node, node.func, file)


def _called(call: ast.Call, function: ast.Attribute, file: str) -> Iterator[Reading]:
    owner = ast.unparse(function.value)
    if owner == "os.environ" and function.attr in {"get", "setdefault"}:
        yield from _read(call.args[0], file)
    elif owner == "environment" and function.attr in READERS:
        options = {str(keyword.arg): keyword.value for keyword in call.keywords}
        default = call.args[1] if len(call.args) > 1 else options.get("default", options.get("otherwise"))
        limits = " to ".join(ast.unparse(options[end]) for end in ("low", "high") if end in options)
        yield from _read(call.args[0], file, function.attr, _shown(default), limits)


def _read(
    name: ast.expr, file: str, reader: str = "", default: str = "", limits: str = ""
) -> Iterator[Reading]:
    """Nothing where the name is another's, or is not written out."""
    if isinstance(name, ast.Name) and name.id == "SETTING":
        yield Reading(SETTING, file, reader, default, limits)
    elif isinstance(name, ast.Constant) and str(name.value) not in OF_THE_SYSTEM:
        yield Reading(str(name.value), file, reader, default, limits)


def _shown(default: ast.expr | None) -> str:
    """A default as people read it; a folder as it lies below the clone, or below another variable's."""
    if default is None:
        return ""
    if isinstance(default, ast.Constant):
        return {"True": "yes", "False": "no"}.get(str(default.value), str(default.value))
    if isinstance(default, ast.JoinedStr):
        return ast.unparse(default).removeprefix("f").strip("'")
    return ast.unparse(default).replace("'", "").replace("BASE_DIR / ", "").replace(" / ", "/")
