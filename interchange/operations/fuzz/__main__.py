"""One parser fuzzed in a process of its own, with a second for each input and a cap on memory."""

import os
import random
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Any

import django

MEMORY = 2 * 1024**3
ONE_SECOND = 1.0
"""Of the processor: that others use it too is no fault of a parser."""


class Hang(BaseException):
    """One input took more than a second."""


def _hang(*_: Any) -> None:
    raise Hang


def main(name: str, seconds: float, start: int, *, with_atheris: bool) -> int:
    """Feed a parser until the time is up; 1 where an input broke it, which is then kept."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    os.environ.setdefault("DATABASE_URL", "postgresql:///nobody")
    if with_atheris:
        import atheris  # noqa: PLC0415  (only where it is installed)

        with atheris.instrument_imports(include=["interchange"]):
            django.setup()
            from interchange.operations.fuzz import targets  # noqa: PLC0415
        return _by_atheris(atheris, targets.TARGETS[name], seconds)
    django.setup()
    from interchange.operations.fuzz import targets  # noqa: PLC0415

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    return _by_chance(targets.TARGETS[name], seconds, start)


def _by_chance(target: Any, seconds: float, start: int) -> int:
    from interchange.operations.fuzz.mutating import mutated  # noqa: PLC0415

    signal.signal(signal.SIGPROF, _hang)
    until, count, slowest = time.monotonic() + seconds, 0, 0.0
    while time.monotonic() < until:
        content = mutated(target.seeds, random.Random(f"{start}-{count}"))  # noqa: S311  (broken files, no secrets)
        began = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, ONE_SECOND)
        try:
            target.feed(content)
        except BaseException as fault:
            signal.setitimer(signal.ITIMER_PROF, 0)
            kept = Path(f"fuzz-{target.name}-{start}-{count}.bin")
            kept.write_bytes(content)
            print(f"{target.name}: {fault!r} by {kept}", flush=True)
            if not isinstance(fault, Exception | Hang):
                raise
            return 1
        signal.setitimer(signal.ITIMER_PROF, 0)
        slowest = max(slowest, time.process_time() - began)
        count += 1
    print(f"ok   {target.name:14} {count:8,} inputs, the slowest {slowest * 1000:.0f} ms", flush=True)
    return 0


def _by_atheris(atheris: Any, target: Any, seconds: float) -> int:
    folder = Path(f"fuzz-corpus-{target.name}")
    folder.mkdir(exist_ok=True)
    for number, seed in enumerate(target.seeds):
        (folder / f"seed-{number}").write_bytes(seed)
    limits = [
        f"-max_total_time={int(seconds)}",
        "-timeout=1",
        "-rss_limit_mb=2048",
        "-max_len=20000",
        "-verbosity=0",
    ]
    atheris.Setup([sys.argv[0], str(folder), *limits], target.feed)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    asked, given, first, by = sys.argv[1:5]
    sys.exit(main(asked, float(given), int(first), with_atheris=by == "atheris"))
