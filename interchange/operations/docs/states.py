"""The life of everything that has one, as diagrams."""

import ast
from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path
from types import ModuleType

from interchange.accounts.rules import users
from interchange.assessment.rules import sheets
from interchange.centres.rules import states as of_centres
from interchange.core.lifecycle import Lifecycle
from interchange.entries.rules import batches, corrections
from interchange.entries.rules import states as of_entries
from interchange.estimates.rules import estimates, forecasts
from interchange.operations.docs.markdown import made_from, page, table
from interchange.support.rules import cases, threads
from interchange.transfers.rules import cases as of_transfers

LIVING = (
    users, sheets, of_centres, threads, cases, of_entries, batches, corrections, estimates, forecasts, of_transfers,
)  # fmt: skip
"""The modules with a `Lifecycle`, in the order of the page."""


def states_page() -> str:
    """Every `Lifecycle`: of accounts, of centres and what makes them one, of mark sheets and requests about them,
    of messages and security cases, of entries and how they come, of corrections, of estimated entries and forecast
    grades, of who sits elsewhere or comes late."""
    sources = [f"{module.__name__.replace('.', '/')}.py" for module in LIVING]
    return page(made_from(*sources), "# States", *chain.from_iterable(map(_lives, LIVING)))


def _lives(module: ModuleType) -> Iterator[str]:
    said = _said_of(module)
    for name, life in vars(module).items():
        if isinstance(life, Lifecycle):
            moves = [[verb, ", ".join(sorted(origins)), to] for verb, (origins, to) in life.moves.items()]
            yield f"## {name.capitalize().replace('_', ' ')}"
            yield said.get(name, "")
            yield f"```mermaid\n{life.diagram()}\n```"
            yield table(["verb", "from", "to"], moves)


def _said_of(module: ModuleType) -> dict[str, str]:
    """The sentence that stands below each name of a module."""
    said = {}
    for first, then in pairwise(ast.parse(Path(str(module.__file__)).read_text()).body):
        target = first.targets[0] if isinstance(first, ast.Assign) else None
        text = then.value if isinstance(then, ast.Expr) else None
        if isinstance(target, ast.Name) and isinstance(text, ast.Constant):
            said[target.id] = str(text.value)
    return said
