"""docs/security.md answers every requirement of the ASVS, levels 1 and 2, once: by a test that exists or a reason."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
ASKED = dict(line.split() for line in (ROOT / "tests" / "asvs_levels_1_and_2.txt").read_text().splitlines())
"""The numbers of the standard, 5.0.0, with their levels: 70 of the first, 183 of the second."""
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (\d) \| (.+?) \| (.+?) \| (.*?) ?\|$", re.MULTILINE)
NAMED = re.compile(r"`([\w./-]+)::([^`]+)`")
REASONS = ("Does not bear on us", "Of the installation")
DEVIATIONS = ["6.2.10", "6.5.5", "14.2.1"]
ANSWERS = ROW.findall((ROOT / "docs" / "security.md").read_text())


def test_every_requirement_is_answered_once_and_in_order():
    assert [(number, level) for number, level, *_ in ANSWERS] == list(ASKED.items())
    assert [list(ASKED.values()).count(level) for level in "12"] == [70, 183]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer[0])
def test_an_answer_names_tests_that_exist_or_a_reason(answer: tuple[str, ...]):
    _, _, _, how, shown_by = answer
    named = NAMED.findall(shown_by)
    assert [f"{file}::{name}" for file, name in named if not exists(file, name)] == []
    assert bool(named) is not how.startswith(tuple(f"**{reason}:**" for reason in REASONS))
    assert NAMED.sub("", shown_by).replace("<br>", "") == ""


def test_deviations_are_declared_and_nothing_is_put_off():
    assert [number for number, _, _, how, _ in ANSWERS if "Deviation:" in how] == DEVIATIONS
    said = {how.split(":**")[0].removeprefix("**") for _, _, _, how, _ in ANSWERS if how.startswith("**")}
    assert said == {*REASONS, "Deviation"}


def test_every_table_has_its_class():
    page = (ROOT / "docs" / "operations" / "protection.md").read_text()
    ours = [model for model in apps.get_models() if model.__module__.startswith("interchange.")]
    classed = [model._meta.label for model in ours if model._meta.app_label != "catalogue"]
    assert [label for label in classed if page.count(f"`{label}`") != 1] == []


def exists(file: str, name: str) -> bool:
    """Whether a file of ours holds the test; those of scripts are named by their first words."""
    found = [base / file for base in (ROOT, ROOT / "interchange") if (base / file).is_file()]
    return bool(found) and any(name == one or one.startswith(name) for one in those_in(found[0]))


@cache
def those_in(path: Path) -> set[str]:
    if path.suffix == ".mjs":
        return set(re.findall(r"^\s*test\(\"([^\"]+)", path.read_text(), re.MULTILINE))
    functions = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef))
    return {node.name for node in functions if node.name.startswith("test_")}


@pytest.mark.parametrize(
    ("file", "name", "there"),
    [
        ("tests/test_security_table.py", "test_deviations_are_declared_and_nothing_is_put_off", True),
        ("core/tests/test_clock.py", "test_a_day_begins_and_ends_by_the_clock_in_london", True),
        ("frontend/js/tests/vault.test.mjs", "no unsent work leaves no record", True),
        ("core/tests/test_clock.py", "test_that_was_taken_out", False),
        ("core/tests/test_gone.py", "test_a_day_begins_and_ends_by_the_clock_in_london", False),
    ],
)
def test_a_test_that_is_gone_is_missed(file: str, name: str, there: bool):
    assert exists(file, name) is there
