"""`bin/setup`: the environment in `.venv` and the built assets. What is current is left alone.

Plain Python, run by the system's own interpreter before anything is installed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from interchange.operations.debian import have_packages
from interchange.operations.locks import alone

CLONE = Path(__file__).resolve().parents[2]
DONE = CLONE / ".setup"
VENV = CLONE / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST_NODE = 18
NODE_PACKAGES = ["package.json", "package-lock.json"]
FRONT_END = [*NODE_PACKAGES, "frontend", "config/settings/assets.py"]


def main(arguments: list[str]) -> None:
    """`run` (the default) is what serving needs, `dev` is that and what testing needs."""
    kind = arguments[0] if arguments else "run"
    if kind not in {"run", "dev"}:
        sys.exit("bin/setup takes no argument, or `dev` for what the tests need too.")
    if not os.access(CLONE, os.W_OK):
        sys.exit(f"{CLONE} belongs to somebody else: make a clone of your own and set that up.")
    DONE.mkdir(exist_ok=True)
    with alone(DONE / "lock"):
        have_environment(kind)
        have_assets()


# --- the Python environment


def have_environment(kind: str) -> None:
    """The environment holds exactly what the lock file says, each package checked by its hash."""
    lock = CLONE / "requirements" / f"{kind}.txt"
    mark = _mark([lock], str(CLONE), sys.version)
    if not _is_current(kind, mark) or not PYTHON.exists():
        _have_venv()
        _say_how_long(f"Installing the Python packages of {lock.name}", lambda: _install(lock))
        _write_mark(kind, mark)


def _have_venv() -> None:
    healthy = PYTHON.exists() and _runs([str(PYTHON), "-m", "pip", "--version"]) and _is_ours()
    if healthy:
        return
    if not _runs([sys.executable, "-c", "import ensurepip, venv"]):
        have_packages("python3-venv")
    for mark in ("run", "dev"):
        (DONE / mark).unlink(missing_ok=True)
    if VENV.is_symlink():
        VENV.unlink()  # what it leads to is another copy's, and not ours to clear
    _call([sys.executable, "-m", "venv", "--clear", VENV])


def _is_ours() -> bool:
    """An environment that was moved, or made for another Python, does not work here."""
    asked = "import sys; print(sys.prefix, sys.version)"
    said = subprocess.run([PYTHON, "-c", asked], check=False, capture_output=True, text=True).stdout
    pip = VENV / "bin" / "pip"
    return said.strip() == f"{VENV} {sys.version}" and str(PYTHON) in pip.read_text().splitlines()[0]


def _install(lock: Path) -> None:
    """What stands in the lock, and nothing that a package asks for besides, so that no new release changes anything.

    What the lock lacks is said.
    """
    pip = [str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]
    _call([*pip, "install", "--no-deps", "--require-hashes", "--only-binary=:all:", "-r", lock])
    _call([*pip, "check"])


# --- the front end


def have_assets() -> None:
    """`static_built/` from `frontend/`, and from it `static_served/` with hashed and compressed files."""
    mark = _mark((CLONE / name for name in FRONT_END), str(CLONE))
    if not _is_current("assets", mark) or not (CLONE / "static_served").exists():
        _say_how_long("Building the front end", _build)
        _write_mark("assets", mark)


def _build() -> None:
    environment = {**os.environ, "PATH": f"{_node_folder()}{os.pathsep}{os.environ['PATH']}"}
    packages = _mark((CLONE / name for name in NODE_PACKAGES), str(CLONE))
    if not _is_current("node", packages) or not (CLONE / "node_modules").exists():
        _call(["npm", "ci", "--ignore-scripts", "--silent"], environment)
        _write_mark("node", packages)
    _call(["npm", "run", "--silent", "build"], environment)
    collect = ["manage.py", "collectstatic", "--settings=config.settings.assets", "--ignore=pdf-fonts"]
    _call([PYTHON, *collect, "--no-input", "--clear", "--verbosity=0"])


def _node_folder() -> Path:
    """The machine's Node with its npm if it is new enough, else one from a Python package."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST_NODE:
        return Path(node).parent
    if not (VENV / "bin" / "npm").exists():
        _install(CLONE / "requirements" / "node.txt")
    return VENV / "bin"


def _major(node: str) -> int:
    said = subprocess.run([node, "--version"], check=False, capture_output=True, text=True).stdout
    digits = said.strip().lstrip("v").partition(".")[0]
    return int(digits) if digits.isdigit() else 0


# --- marks: what was made from what


def _mark(sources: Iterable[Path], *facts: str) -> str:
    """A digest of everything the result depends on."""
    digest = hashlib.sha256("\0".join(facts).encode())
    for source in sources:
        for file in sorted(source.rglob("*")) if source.is_dir() else [source]:
            if file.is_file():
                digest.update(f"\0{file.relative_to(CLONE)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def _is_current(name: str, mark: str) -> bool:
    file = DONE / name
    return file.exists() and file.read_text() == mark


def _write_mark(name: str, mark: str) -> None:
    (DONE / name).write_text(mark)


# --- calling


def _runs(command: list[str]) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _call(command: Sequence[str | Path], environment: dict[str, str] | None = None) -> None:
    """Run a step in the clone; its words are shown only when it fails, and then nothing more is tried."""
    done = subprocess.run(
        command, check=False, cwd=CLONE, env=environment, stdin=subprocess.DEVNULL, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"{done.stdout[-6000:]}\nThis failed: {' '.join(map(str, command))}")


def _say_how_long(what: str, step: Callable[[], None]) -> None:
    print(f"{what} ...", end=" ", flush=True)
    started = time.monotonic()
    step()
    print(f"{time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
