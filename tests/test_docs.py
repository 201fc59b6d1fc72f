"""What the documentation says is so: made pages are fresh, links lead somewhere, and what it names exists."""

import importlib.util
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from procrastinate.contrib.django import app as jobs

from interchange.audit.events import Event
from interchange.operations.docs import PAGES, stale

ROOT = Path(__file__).resolve().parents[1]
NOT_OURS = {"node_modules", "static_built", "static_served", "__pycache__", "test-results"}
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
DOTTED = re.compile(r"(?:interchange\.)?([a-z_]+(?:\.\w+)+)(?:\(\))?")
FILE = re.compile(r"[\w.<>*-]+(?:/[\w.<>*-]+)+/?|[\w-]+\.(?:py|md|js|mjs|scss|typ|html|css|toml|json)")
OURS = ("bin", "config", "demo_data", "docs", "frontend", "interchange", "requirements", "tests")
PACKAGES = {file.name for file in (ROOT / "interchange").iterdir() if (file / "__init__.py").exists()}


def files_of_the_project() -> Iterator[Path]:
    """Every file but what tools and set-up have made."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [
            name for name in folders if name not in NOT_OURS and (name == ".ci" or not name.startswith("."))
        ]
        yield from (Path(folder) / name for name in names)


TEXTS = sorted(file for file in files_of_the_project() if file.suffix == ".md")
LIVING = [
    file for file in TEXTS if "adr" not in file.parts and file.name not in ("CHANGELOG.md", "ROADMAP.md")
]
"""A decision and a history may name what is gone."""


def named(file: Path) -> str:
    return str(file.relative_to(ROOT))


# ---------------------------------------------------------------- made pages


@pytest.mark.parametrize("name", PAGES)
def test_a_made_page_says_what_the_code_says(name):
    assert not stale(name), f"{name} is stale: run bin/check docs"


def test_a_page_that_somebody_edited_is_stale(tmp_path, monkeypatch):
    copy = tmp_path / "docs" / "domain" / "states.md"
    copy.parent.mkdir(parents=True)
    monkeypatch.setattr("interchange.operations.docs.pages.CLONE", tmp_path)
    assert stale("docs/domain/states.md")
    copy.write_text(PAGES["docs/domain/states.md"]())
    assert not stale("docs/domain/states.md")
    copy.write_text(copy.read_text().replace("open", "ajar", 1))
    assert stale("docs/domain/states.md")


# ---------------------------------------------------------------- links


@pytest.mark.parametrize("file", TEXTS, ids=named)
def test_every_link_within_the_project_leads_somewhere(file):
    assert dead_links(file) == []


def dead_links(file: Path) -> list[str]:
    links = [link for link in LINK.findall(FENCED.sub("", file.read_text())) if "://" not in link]
    return [link for link in links if not leads_somewhere(link, file)]


def leads_somewhere(link: str, file: Path) -> bool:
    path, _, heading = link.partition("#")
    target = file.parent / path if path else file
    return target.exists() and (
        not heading or heading in {anchor(one) for one in HEADING.findall(target.read_text())}
    )


def anchor(heading: str) -> str:
    """A heading as an address names it."""
    kept = "".join(letter for letter in heading.casefold() if letter.isalnum() or letter in " -_")
    return kept.strip().replace(" ", "-")


def test_a_dead_link_is_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "# One thing\n[a](#one-thing) [b](#another) [c](page.md) [d](gone.md) [e](https://example.org)"
    )
    assert dead_links(page) == ["#another", "gone.md"]


# ---------------------------------------------------------------- names


@pytest.mark.parametrize("file", LIVING, ids=named)
def test_what_a_page_names_exists(file):
    assert missing_names(file.read_text()) == []


def missing_names(text: str) -> list[str]:
    """The files and the names of Python in a text that are not there."""
    spans = CODE.findall(FENCED.sub("", text))
    return [span for span in spans if names_a_file(span, there=False) or names_python(span, there=False)]


def names_a_file(span: str, *, there: bool) -> bool:
    """Whether it reads as one of our files, and is there or not; `assessment/rules/marks.py` is short for ours."""
    if not FILE.fullmatch(span) or span.partition("/")[0] not in (*OURS, *PACKAGES):
        return False
    found = any((base / span).exists() or any(base.glob(span)) for base in (ROOT, ROOT / "interchange"))
    is_a_path = found or bool(Path(span).suffix) or span.partition("/")[0] in OURS
    return is_a_path and found is there


RULES = {event.rule for event in Event}
"""What section 7 of the rules calls an event is no name of Python."""


def names_python(span: str, *, there: bool) -> bool:
    """Whether it reads as a dotted name of ours, and is there or not."""
    dotted = DOTTED.fullmatch(span)
    if dotted is None or dotted[1].partition(".")[0] not in {*PACKAGES, "config", "interchange"}:
        return False
    return (
        dotted[1] in RULES or dotted[1] in jobs.tasks or is_a_model(dotted[1]) or is_importable(dotted[1])
    ) is there


def is_a_model(dotted: str) -> bool:
    label, name, *attributes = dotted.split(".")
    models = apps.get_app_config(label).models if label in apps.app_configs else {}
    return name.lower() in models and has(models[name.lower()], attributes)


def is_importable(dotted: str) -> bool:
    """A module is only looked for: some, such as settings, ask for more than a test has when they are imported."""
    names = dotted.split(".")
    full = names if names[0] in ("config", "interchange") else ["interchange", *names]
    for length in range(len(full), 1, -1):
        module = ".".join(full[:length])
        if is_module(module):
            return length == len(full) or has(importlib.import_module(module), full[length:])
    return False


def is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def has(holder: object, names: list[str]) -> bool:
    for name in names:
        if not hasattr(holder, name):
            return False
        holder = getattr(holder, name)
    return True


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("`core.clock.now()` and `interchange.core.clock.london`", []),
        ("`core.clock.tomorrow`", ["core.clock.tomorrow"]),
        ("`interchange.core.clocks`", ["interchange.core.clocks"]),
        ("`assessment.receive`, a job, and `catalogue.Component.slug`, of a model", []),
        ("`catalogue.Component.slag`", ["catalogue.Component.slag"]),
        ("`assessment/rules/marks.py`, `docs/adr/`, `interchange/*/rules.py`", []),
        ("`assessment/rules/gone.py` and `bin/gone`", ["assessment/rules/gone.py", "bin/gone"]),
        ("`accounts:person:added`, `desk/sheets/`, `POST /a/b`, `sheet.state`", []),
    ],
)
def test_a_name_that_is_gone_is_found(text, missing):
    assert missing_names(text) == missing


# ---------------------------------------------------------------- the README, and what no file may say


def test_the_readme_gives_the_two_commands_that_do_everything():
    commands = "\n".join(FENCED.findall((ROOT / "README.md").read_text()))
    assert "bin/run" in commands
    assert "bin/test" in commands


def test_every_mechanism_and_every_page_for_operators_is_in_the_readme_or_in_one_it_leads_to():
    reached = {ROOT / "README.md"}
    waiting = list(reached)
    while waiting:
        file = waiting.pop()
        found = {(file.parent / link.partition("#")[0]).resolve() for link in LINK.findall(file.read_text())}
        new = {one for one in found if one.suffix == ".md" and one.exists()} - reached
        reached |= new
        waiting += new
    assert [named(file) for file in TEXTS if "docs" in file.parts and file not in reached] == []


HOSTS = ("py-pi.org", "python-hosted.", "registry.npm-js", "npm-js.org", "deb.deb-ian")
PATHS = ("/wo-rk/main", "/wo-rk/steering", "/wo-rk/shared", "/fa-rm/", "/bash_-jobs", "tmp/pl-an")
"""Each with a hyphen too many, so that this file does not hold them."""


def any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(name.replace("-", "")) for name in names))


FORBIDDEN = {"package hosts": any_of(HOSTS), "paths of one machine": any_of(PATHS)}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what):
    assert [named(file) for file in files_of_the_project() if FORBIDDEN[what].search(readable(file))] == []


def readable(file: Path) -> str:
    """The text of a file; nothing of one that is none."""
    try:
        return file.read_text() if file.is_file() else ""
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize("name", [*HOSTS, *PATHS])
def test_a_forbidden_name_is_found(name):
    text = f"see https://files.{name.replace('-', '')}/x"
    assert any(pattern.search(text) for pattern in FORBIDDEN.values())


def test_what_a_real_installation_is_called_is_not_forbidden():
    assert not any(pattern.search("/srv/interchange/bin") for pattern in FORBIDDEN.values())
