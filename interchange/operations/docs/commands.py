"""Every command with its arguments."""

from argparse import Action
from collections.abc import Iterator

from django.core.management import load_command_class
from django.core.management.base import BaseCommand

from interchange.operations.docs.markdown import code, made_from, page, prose, table
from interchange.operations.installation import CLONE

BIN = {
    "bin/setup": "The environment and the built assets; `bin/setup dev` with what the tests need.",
    "bin/run": "Database, schema, demo world, web server and worker, until Ctrl-C.",
    "bin/test": "Everything that must hold; with arguments only pytest, and they are its.",
    "bin/check NAME": "One of the longer checks; without a name it lists them.",
    "bin/check mutants": "Makes some 37,000 wrong rights and tells which of them no test noticed; five minutes.",
    "bin/bench": "The benchmarks, a line each.",
    "bin/manage COMMAND": "Django's command line, with the database running for as long as the command takes.",
}
OTHERS = {
    "bin/manage migrate": "Brings the schema up to date, as the owner of the database.",
    "bin/manage check --deploy": "Django's own list for a real installation.",
    "bin/manage clearsessions": "Removes sessions that have run out; once a day.",
    "bin/manage procrastinate worker --concurrency=4": "The worker that does the queued jobs.",
    "bin/manage procrastinate healthchecks": "Whether the queue can be reached.",
}
OF_DJANGO = frozenset(action.dest for action in BaseCommand().create_parser("", "")._actions)  # noqa: SLF001
"""The options that Django gives every command."""


def commands_page() -> str:
    """The commands of `bin/`, ours of `bin/manage`, and those of others that an operator needs."""
    return page(
        made_from("the commands' own declarations"),
        "# Commands",
        prose("""All of them start in the clone and first set up what is missing. They use the embedded database unless
            [DATABASE_URL](settings.md) is set. Exit code 0 is success; what is wrong is said in a sentence, and the
            exit code is 1."""),
        table(["command", "does"], [[code(name), said] for name, said in BIN.items()]),
        "## `bin/manage` commands of Interchange",
        *_own(),
        "## `bin/manage` commands of Django and of the queue",
        table(["command", "does"], [[code(name), said] for name, said in OTHERS.items()]),
    )


def _own() -> Iterator[str]:
    files = (CLONE / "interchange").glob("*/management/commands/[a-z]*.py")
    for file in sorted(files, key=lambda file: file.stem):
        yield from _told(file.stem, load_command_class(f"interchange.{file.parents[2].name}", file.stem))


def _told(name: str, command: BaseCommand) -> Iterator[str]:
    parser = command.create_parser("bin/manage", name)
    own = [action for action in parser._actions if action.dest not in OF_DJANGO]  # noqa: SLF001
    typed = [_typed(action) if action.required else f"[{_typed(action)}]" for action in own]
    yield f"### {name}"
    yield code(" ".join(["bin/manage", name, *typed]))
    yield command.help
    yield command.__doc__ or ""
    if own:
        yield table(["argument", "is"], [[code(_typed(action)), _meant(action)] for action in own])


def _typed(action: Action) -> str:
    """An argument as somebody types it."""
    value = str(action.metavar or action.dest).upper()
    if not action.option_strings:
        return value
    return action.option_strings[-1] if action.nargs == 0 else f"{action.option_strings[-1]} {value}"


def _meant(action: Action) -> str:
    choices = ", ".join(map(str, action.choices or ()))
    return action.help or (f"one of {choices}" if choices else "as its name says")
