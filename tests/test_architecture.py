"""Who imports whom: the contracts of pyproject.toml, and that capabilities meet only at their front doors."""

import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[1]
OPEN = {"queries", "rules", "services", "steps"}
"""What each capability shows the others, as a file or a package of the same name."""
OPEN_BESIDES = {
    "interchange.accounts.access", "interchange.accounts.roles", "interchange.audit.events",
    "interchange.documents.case_file", "interchange.documents.case_sheet", "interchange.documents.ims1",
    "interchange.documents.report", "interchange.documents.statement", "interchange.documents.words",
    "interchange.entries.formats",
}  # fmt: skip
ABOVE_ALL = {"operations", "demo"}
"""What starts and fills the whole may reach into every part of it."""
FOR_TESTS = {"factories", "tests"}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Every import between our own modules that is carried out."""
    return grimp.build_graph("interchange", exclude_type_checking_imports=True, cache_dir=None)


def capability(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def is_for_tests(module: str) -> bool:
    return bool(FOR_TESTS & set(module.split(".")))


def is_open(module: str) -> bool:
    return module in OPEN_BESIDES or bool(OPEN & set(module.split(".")[2:3]))


def trespasses(graph: grimp.ImportGraph) -> list[str]:
    """Imports across capabilities of what is not shown to others; core is everybody's."""
    return sorted(
        f"{importer} imports {imported}"
        for importer in graph.modules
        if not is_for_tests(importer) and capability(importer) not in ABOVE_ALL
        for imported in graph.find_modules_directly_imported_by(importer)
        if capability(imported) not in {capability(importer), "core", ""} and not is_open(imported)
    )


def test_the_contracts_of_the_layers_are_kept():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


def test_capabilities_meet_only_at_their_front_doors(graph: grimp.ImportGraph):
    assert trespasses(graph) == []


def test_a_trespass_is_told(graph: grimp.ImportGraph):
    graph.add_import(importer="interchange.site.views", imported="interchange.entries.models")
    assert trespasses(graph) == ["interchange.site.views imports interchange.entries.models"]
    graph.remove_import(importer="interchange.site.views", imported="interchange.entries.models")


def test_what_is_served_does_not_hang_on_what_is_only_for_tests(graph: grimp.ImportGraph):
    serving = {
        module for module in graph.modules if not is_for_tests(module) and capability(module) not in ABOVE_ALL
    }
    hanging = [
        f"{importer} imports {imported}"
        for importer in sorted(serving)
        for imported in graph.find_modules_directly_imported_by(importer)
        if is_for_tests(imported)
    ]
    assert hanging == []


NARROW_ENOUGH = {
    "interchange/assessment/services/marks.py": "adds rows of a sheet that it holds",
    "interchange/entries/queries/holding.py": "reads, for a merge, all that one centre has entered",
}


def test_only_core_and_steps_reach_rows_without_saying_for_whom():
    """`unscoped` leaves row-level security as the only fence; `visible_to` puts a second one before it."""
    reaching = {str(path) for path in sources() if ".unscoped" in (ROOT / path).read_text(encoding="utf-8")}
    assert reaching - set(NARROW_ENOUGH) == {str(path) for path in sources() if is_step(path)} & reaching
    assert set(NARROW_ENOUGH) <= reaching, "an exception that nobody needs any more"


def sources() -> list[Path]:
    """What is served, from the top of the checkout."""
    found = (path.relative_to(ROOT) for path in (ROOT / "interchange").rglob("*.py"))
    left_out = FOR_TESTS | ABOVE_ALL | {"migrations"}
    return [path for path in found if not left_out & {*path.parts, path.stem}]


def is_step(path: Path) -> bool:
    return "steps" in {path.stem, *path.parts} or path.parts[1] == "core"
