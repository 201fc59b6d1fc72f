"""What the code itself may not do, whatever is sent to it; and that every package is the one that was chosen."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings as current

ROOT = Path(__file__).resolve().parents[1]
LOCKED = re.compile(r"^[\w.-]+==\S+ \\\n    --hash=sha256:", re.MULTILINE)


@pytest.mark.parametrize("file", ["run.txt", "dev.txt"])
def test_every_package_is_named_with_version_and_hash(file: str):
    text = (ROOT / "requirements" / file).read_text()
    assert len(LOCKED.findall(text)) == len(re.findall(r"^[A-Za-z0-9]", text, re.MULTILINE)) > 10
    assert "://" not in text


SERVED = [
    path
    for folder in ("config", "interchange")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if not {"tests", "operations", "migrations", "demo", "factories.py"} & set(path.parts)
]


@cache
def nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text())))


@cache
def calls() -> list[tuple[Path, str, ast.Call]]:
    """Every call in what is served: the file, what is called as it stands there, and the call."""
    found = [(path, node) for path in SERVED for node in nodes(path) if isinstance(node, ast.Call)]
    return [(path, _dotted(call.func), call) for path, call in found]


def _dotted(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{_dotted(value)}.{name}"
    return ""


def imports(path: Path) -> set[str]:
    """Every module that a file imports, in full."""
    plain = {name.name for node in nodes(path) if isinstance(node, ast.Import) for name in node.names}
    return plain | {node.module for node in nodes(path) if isinstance(node, ast.ImportFrom) and node.module}


def place(path: Path, call: ast.Call | None = None) -> str:
    return f"{path.relative_to(ROOT)}:{call.lineno}" if call else str(path.relative_to(ROOT))


RUNS_TEXT = {"eval", "exec", "compile", "__import__"}
READS_OBJECTS = {"pickle", "marshal", "shelve", "dill", "yaml", "xmlrpc"}


def test_no_text_is_run_as_a_program():
    """Nor an object read from bytes that somebody may have made."""
    assert [place(path, call) for path, name, call in calls() if name in RUNS_TEXT] == []
    parts = {path: {name.partition(".")[0] for name in imports(path)} for path in SERVED}
    assert [place(path) for path, names in parts.items() if READS_OBJECTS & names] == []
    assert "JSONSerializer" in current.SESSION_SERIALIZER


STARTS_PROGRAMS = {
    "interchange/documents/compiling.py": "our own module; the data goes in by its standard input"
}
SHELLS = ("os.system", "os.popen", "os.spawn", "os.exec")


def test_only_these_start_a_program_and_none_through_a_shell():
    assert [place(path) for path in SERVED if {"subprocess", "pty"} & imports(path)] == list(STARTS_PROGRAMS)
    by_shell = [
        place(path, call)
        for path, name, call in calls()
        if name.startswith(SHELLS) or any(one.arg == "shell" for one in call.keywords)
    ]
    assert by_shell == []


SPEAKS_TO_OTHERS = {
    "interchange/accounts/openid.py": "the awarding body's provider, where one is set up, by the settings",
    "interchange/core/uploads/scanning.py": "clamd, where one is set up, at the address of the settings",
    "interchange/notifications/services.py": "the mail server, by Django's mail",
    "interchange/webhooks/sending.py": "systems of centres, at public addresses that their administrators gave",
}
"""The files that open a connection to another machine, and to which; database and mail are Django's own."""
NETWORKS = {
    "requests",
    "httpx",
    "aiohttp",
    "socket",
    "urllib.request",
    "http.client",
    "ftplib",
    "smtplib",
    "urllib3",
}


def test_only_these_speak_to_other_machines():
    assert [place(path) for path in SERVED if NETWORKS & imports(path)] == sorted(SPEAKS_TO_OTHERS)


def is_fixed(node: ast.expr) -> bool:
    """Whether a text stands in the program: written out, a constant's name, or made of these alone."""
    match node:
        case ast.Constant() | ast.Call(func=ast.Attribute(attr="escape")):
            return True
        case ast.Call(func=ast.Attribute(attr="join"), args=[parts]):
            return is_fixed(parts)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.isupper()
        case ast.BinOp(left=left, right=right):
            return is_fixed(left) and is_fixed(right)
        case ast.JoinedStr(values=values):
            return all(is_fixed(one.value if isinstance(one, ast.FormattedValue) else one) for one in values)
    return False


VERBS = ("compile", "search", "match", "fullmatch", "sub", "findall", "finditer", "split")
PATTERNS = {f"re.{verb}" for verb in VERBS}


DECLARED = {"interchange/core/grid/kinds.py": "the form that a kind of column declares in the code"}


def test_no_pattern_is_made_of_what_somebody_typed():
    fixed = [(path, is_fixed(call.args[0])) for path, name, call in calls() if name in PATTERNS]
    assert {place(path) for path, is_so in fixed if not is_so} == set(DECLARED)


def test_no_template_is_made_of_what_somebody_typed():
    making = [
        place(path, call)
        for path, name, call in calls()
        if name.endswith(("from_string", "Template"))
        or (
            name.endswith(".format")
            and isinstance(call.func, ast.Attribute)
            and not is_fixed(call.func.value)
        )
    ]
    assert making == []


BROKEN = {"md5", "sha1", "crc32", "MD5", "SHA1", "ECB", "CBC", "TripleDES", "ARC4", "PKCS1v15", "Fernet"}


CHECKSUMS = {"interchange/core/uploads/opening.py": "PNG's own: whether a picture is whole, not who made it"}


def test_no_broken_hash_and_no_cipher_of_yesterday_is_used():
    """But where a list made by others is written in such hashes, and the call says that nothing rests on it."""
    using = [
        place(path, call)
        for path, name, call in calls()
        if (name.rpartition(".")[2] in BROKEN or name.startswith("random.") or name == "hashlib.new")
        and not any(one.arg == "usedforsecurity" for one in call.keywords)
        and not (name == "zlib.crc32" and place(path) in CHECKSUMS)
    ]
    assert using == []


def test_no_form_fills_a_row_by_itself():
    """Every service names what it sets: no form is made from a model, and no post is passed on whole."""
    classes = [(path, node) for path in SERVED for node in nodes(path) if isinstance(node, ast.ClassDef)]
    assert [place(path) for path, node in classes if "ModelForm" in map(_last, node.bases)] == []
    whole = [
        place(path, call)
        for path, _, call in calls()
        for one in call.keywords
        if one.arg is None and ast.unparse(one.value).startswith(("request.POST", "request.GET"))
    ]
    assert whole == []


def _last(node: ast.expr) -> str:
    return _dotted(node).rpartition(".")[2]


SCRIPTS = sorted((ROOT / "frontend" / "js").rglob("*.js"))
UNSAFE = (
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "eval(",
    "new Function",
    "__proto__",
)


def test_no_script_makes_markup_or_a_program_of_text():
    texts = {path: path.read_text() for path in SCRIPTS}
    assert [(place(path), word) for path, text in texts.items() for word in UNSAFE if word in text] == []


def test_no_script_listens_to_other_windows():
    """Tabs of this site tell each other of a session by a BroadcastChannel, which no other site can reach."""
    texts = {path: path.read_text() for path in SCRIPTS}
    heard = [
        place(path)
        for path, text in texts.items()
        if re.search(r"window\.(on|addEventListener\(.)message", text)
    ]
    assert heard == []
    sending = {path for path, text in texts.items() if "postMessage(" in text}
    assert [place(path) for path in sending if "BroadcastChannel" not in texts[path]] == []
