"""Every setting: what it means stands in `config.meanings`, the rest is found in the source."""

from collections import defaultdict

from config.meanings import MEANINGS
from interchange.operations.docs.markdown import code, made_from, page, prose, table
from interchange.operations.docs.variables import Reading, readings

KINDS = {
    "flag": "yes or no", "words": "words", "hosts": "words", "networks": "networks", "folder": "folder",
    "database": "address", "mail": "address", "site_address": "address", "provider": "address", "secret": "secret",
}  # fmt: skip
LEAST_TELLING = {"words": 1, "text": 2, "": 3}
"""Of several readers of one variable the strictest tells what it is."""
REQUIRED = frozenset({"secret", "hosts", "database"})


def settings_page() -> str:
    """Every variable; an error where one has no meaning, or a meaning no variable."""
    found: dict[str, list[Reading]] = defaultdict(list)
    for one in readings():
        found[one.name].append(one)
    unknown = sorted(set(found) ^ set(MEANINGS))
    if unknown:
        raise LookupError(f"MEANINGS and the source do not agree about {', '.join(unknown)}")
    return page(
        made_from("config/", "interchange/operations/", "bin/setup"),
        "# Settings",
        prose("""Everything is set by variables of the environment, read once at the start by `config.environment`,
            which refuses with a sentence what makes no sense. There is no settings file to edit: give systemd or a
            container these variables. *Required* holds for `config.settings.production`."""),
        table(
            ["variable", "meaning", "kind", "default", "read in"],
            [_row(name, meaning, found[name]) for name, meaning in MEANINGS.items()],
        ),
    )


def _row(name: str, meaning: str, found: list[Reading]) -> list[str]:
    typed = min(found, key=lambda one: LEAST_TELLING.get(one.reader, 0))
    default = next((one.default for one in found if one.default), "")
    required = typed.reader in REQUIRED and name != "DATABASE_OWNER_URL"
    files = dict.fromkeys(one.file for one in found)
    kind = typed.limits or KINDS.get(typed.reader, "text")
    shown = "required" if required else code(default) or "none"
    return [code(name), prose(meaning), kind, shown, ", ".join(map(code, files))]
