"""What we have agreed on and no tool checks: names, templates that are used, pages without scripts of their own."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from interchange.accounts.roles import STILL_TO_COME, Capability
from interchange.core.jobs import SCHEDULE
from interchange.notifications.rules import Kind
from interchange.site.guides import GUIDES

ROOT = Path(__file__).resolve().parents[1]
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
TEMPLATES = sorted(path for path in (ROOT / "interchange").glob("*/templates/**/*") if path.is_file())
BY_KIND = {kind.template for kind in Kind}
BY_TAB = {f"accounts/users/{tab}.html" for tab in ("user", "user_roles", "user_access", "user_history")}
BY_GUIDE = {f"site/help/{name.replace('-', '_')}.html" for name in GUIDES}
NOT_LINKED = {
    **dict.fromkeys(["site:live", "site:ready", "site:metrics"], "asked by machines"),
    **dict.fromkeys(["site:desk-trail-csv", "site:desk-trail-xlsx"], "named by their kind"),
    "accounts:user-history": "a tab, named with the others",
    "site:front": "the address that is typed",
    "accounts:activate": "the link in an invitation",
    "accounts:openid-back": "where the provider sends people back to",
    "accounts:confirm-browser": "the link in a mail",
}
ESCAPED_BEFORE = {
    "assessment/sheet.html": "thousands of cells, escaped once in the query; test_markup.py looks",
    "entries/grid.html": "the same",
}


def name_of(path: Path) -> str:
    return str(path.relative_to(path.parents[len(path.parts) - 1 - path.parts.index("templates") - 1]))


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def sources() -> str:
    """Everything that may name a template, a route or a capability."""
    kinds = [*(ROOT / "interchange").rglob("*.py"), *(ROOT / "frontend" / "js").rglob("*.js"), *TEMPLATES]
    served = [path for path in kinds if "tests" not in path.parts and path.name != "urls.py"]
    return "\n".join(map(text_of, served))


def routes(resolver: URLResolver, prefix: str = "") -> list[tuple[str, str]]:
    found = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if getattr(pattern.callback, "by_key", False):
                continue  # a program's, described by OpenAPI
            found.append((f"{prefix}{pattern.name}", str(pattern.pattern)))
        else:
            found += routes(pattern, f"{pattern.namespace}:")
    return found


ROUTES = routes(get_resolver())


def test_names_and_addresses_are_in_kebab_case():
    assert [name for name, _ in ROUTES if not KEBAB.match(name.partition(":")[2])] == []
    assert [address for _, address in ROUTES if not all(map(KEBAB.match, fixed_parts(address)))] == []


def fixed_parts(address: str) -> list[str]:
    """The words of an address, without the endings of files."""
    fixed = re.sub(r"<[a-z]+:[a-z_]+>", "x", address)
    return [part.rpartition(".")[0] or part for part in fixed.strip("/").split("/") if part]


@cache
def quoted() -> frozenset[str]:
    """Every name that stands between quotation marks somewhere."""
    return frozenset(re.findall(r"""(?<=["'])[\w:./-]+(?=["'])""", sources()))


def leads_to(name: str) -> bool:
    app, _, short = name.partition(":")
    by_links_of = app == "assessment" and f'"{short}"' in sources()  # queries/context.py names a sheet's
    return by_links_of or name in quoted()


def test_something_leads_to_every_route():
    assert [name for name, _ in ROUTES if name not in NOT_LINKED and not leads_to(name)] == []


def test_every_template_is_used():
    named = BY_GUIDE | BY_KIND | BY_TAB | quoted()
    assert [name_of(path) for path in TEMPLATES if name_of(path) not in named] == []


def test_every_template_can_be_read():
    for path in TEMPLATES:
        get_template(name_of(path))


MACRO = re.compile(r"\{%-? *macro (\w+)\(")
IMPORT = re.compile(r'\{% from "[^"]+" import ([^%]*?)(?: with context)? %\}')


def test_every_macro_is_called_and_everything_imported_is_used():
    called = Counter(name for path in TEMPLATES for name in re.findall(r"\b(\w+)\(", text_of(path)))
    macros = [(name_of(path), name) for path in TEMPLATES for name in MACRO.findall(text_of(path))]
    assert [(path, name) for path, name in macros if called[name] < 2] == []
    assert [(name_of(path), name) for path in TEMPLATES for name in imported_in_vain(text_of(path))] == []


def imported_in_vain(text: str) -> list[str]:
    words = Counter(re.findall(r"\w+", text))
    return [name for names in IMPORT.findall(text) for name in names.split(", ") if words[name] < 2]


MADE_OF_TWO = ("ic-tag--", "ic-banner--")
"""Classes whose second part a page is told."""


def test_every_class_of_the_style_sheet_is_used():
    sheets = [re.sub(r"//[^\n]*", "", text_of(path)) for path in (ROOT / "frontend" / "scss").glob("*.scss")]
    styled = {name for sheet in sheets for name in re.findall(r"\.(ic-[\w-]+)", sheet)}
    used = set(re.findall(r"ic-[\w-]+", sources()))
    assert sorted(name for name in styled - used if not name.startswith(MADE_OF_TWO)) == []


SCRIPTED = {
    "a handler in an attribute": r"\son[a-z]+\s*=\s*[\"']",
    "a style in an attribute": r"\sstyle\s*=\s*[\"']",
    "an address that is a script": r"javascript:",
    "a script or a style without the nonce": r"<(script|style)(?![^>]*csp_nonce)[^>]*>",
    "text that is not escaped": r"\|\s*safe\b|autoescape\s+false|Markup\(",
    "another site": r"(src|href|action)\s*=\s*[\"'](https?:)?//",
}


@pytest.mark.parametrize("fault", SCRIPTED)
def test_no_page_carries_what_its_policy_forbids(fault: str):
    allowed = ESCAPED_BEFORE if fault == "text that is not escaped" else {}
    carrying = [name_of(path) for path in TEMPLATES if re.search(SCRIPTED[fault], text_of(path))]
    assert [name for name in carrying if name not in allowed] == []


def forms_that_post(text: str) -> list[str]:
    """Each form that changes something, as it stands in a template without its remarks."""
    plain = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    return re.findall(r"<form\b[^>]*method=[\"']?post.*?</form>", plain, flags=re.DOTALL | re.IGNORECASE)


def test_every_form_that_changes_something_carries_its_token():
    forms = [(name_of(path), form) for path in TEMPLATES for form in forms_that_post(text_of(path))]
    assert [name for name, form in forms if "csrf_input" not in form] == []
    assert len(forms) > 50


def test_no_two_routes_share_an_address():
    addresses = [re.sub(r"<[a-z]+:[a-z_]+>", "<>", address) for _, address in ROUTES]
    assert sorted(set(addresses)) == sorted(addresses)


ASKS = re.compile(r"(?:requires|holds|needs|may|asks|approves)\b(.*)")
NAMED = re.compile(r"\b(?:Capability|C)\.(\w+)\b")


def test_every_capability_opens_something_or_says_what_it_waits_for():
    used = {name for rest in ASKS.findall(sources()) for name in NAMED.findall(rest)}
    assert {one for one in Capability if one.name not in used} == set(STILL_TO_COME)


def test_these_things_happen_by_themselves():
    """Everything that no person sets off, by its name in order; cron counts in UTC."""
    assert dict(sorted(SCHEDULE.items())) == {
        "accounts.alarm": "*/5 * * * *",
        "accounts.clear_tries": "20 * * * *",
        "accounts.daily": "15 5,6 * * *",
        "accounts.invitations_ending": "40 * * * *",
        "accounts.passwords_ending": "30 7,8 * * *",
        "assessment.remind": "15 7,10,14 * * *",
        "audit.sign-ends": "35 0 * * *",
        "catalogue.apply": "4 * * * *",
        "catalogue.tidy": "40 3 * * *",
        "centres.daily": "20 5 * * *",
        "core.take-up": "*/10 * * * *",
        "entries.deadlines": "20 7,10 * * *",
        "entries.recheck": "50 2 * * *",
        "estimates.lock": "5 0,1 * * *",
        "estimates.prefill": "40 3 * * *",
        "estimates.remind": "25 7,14 * * *",
        "notifications.digest": "*/15 * * * *",
        "notifications.sweep": "*/5 * * * *",
        "privacy.apply-retention": "10 1 * * *",
        "support.remind": "*/15 * * * *",
        "transfers.remind": "25 7 * * *",
        "webhooks.sweep": "*/2 * * * *",
    }
