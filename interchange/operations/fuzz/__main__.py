"""One parser fuzzed in a process of its own, with a second of processor time for each input and a cap on memory."""

import os
import random
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Any

import django

ONE_SECOND = 1.0
"""Of the processor: that others use it too is no fault of a parser."""
KILLED_AFTER = 10
"""Seconds of the processor after which the system itself ends the process: code in C hears no signal before it ends."""
INSTRUMENTED = 5
"""Seconds for an input of code that counts its own branches, which takes several times as long."""
LAST = Path("last-input.bin")


class Hang(BaseException):
    """One input took more than a second."""


def _hang(*_: Any) -> None:
    raise Hang


def main(name: str, seconds: float, start: int, way: str, megabytes: int) -> int:
    """Feed a parser until the time is up; 1 where an input broke it, which is then kept."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    os.environ.setdefault("DATABASE_URL", "postgresql:///nobody")
    if way == "atheris":
        import atheris  # noqa: PLC0415  (only where it is installed)

        with atheris.instrument_imports(include=["interchange"]):
            django.setup()
            from interchange.operations.fuzz import targets  # noqa: PLC0415
        return _by_atheris(atheris, targets.TARGETS[name], seconds, megabytes)
    django.setup()
    from interchange.operations.fuzz import targets  # noqa: PLC0415

    memory = megabytes * 1024**2
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    return _by_chance(targets.TARGETS[name], seconds, start)


def _by_chance(target: Any, seconds: float, start: int) -> int:
    from interchange.operations.fuzz.mutating import mutated  # noqa: PLC0415

    signal.signal(signal.SIGPROF, _hang)
    until, count, slowest = time.monotonic() + seconds, 0, 0.0
    while time.monotonic() < until:
        content = mutated(target.seeds, random.Random(f"{start}-{count}"))  # noqa: S311  (broken files, no secrets)
        LAST.write_bytes(content)
        began = time.process_time()
        fault = _fault_of(target, content, began)
        slowest = max(slowest, time.process_time() - began)
        if fault is not None:
            kept = LAST.rename(f"fuzz-{target.name}-{start}-{count}.bin")
            print(f"{target.name}: {fault!r} by {kept.resolve()}", flush=True)
            if not isinstance(fault, Exception | Hang):
                raise fault
            return 1
        count += 1
    told = f"ok   {target.name:14} {count:8,} inputs, the slowest {slowest * 1000:.0f} ms"
    print(f"{told}, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB", flush=True)
    return 0


def _fault_of(target: Any, content: bytes, began: float) -> BaseException | None:
    """What an input breaks, or none. Beyond a second it is stopped; where it cannot be, the process is."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(began) + KILLED_AFTER, hard))
    signal.setitimer(signal.ITIMER_PROF, ONE_SECOND)
    try:
        target.feed(content)
    except Hang as fault:
        took = time.process_time() - began
        return fault if took > ONE_SECOND * 0.9 else None  # a signal too many, which loaded machines know
    except BaseException as fault:  # noqa: BLE001  (whatever it is, it is told and the input kept)
        return fault
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return None


def _by_atheris(atheris: Any, target: Any, seconds: float, megabytes: int) -> int:
    folder = Path("corpus")
    folder.mkdir(exist_ok=True)
    for number, seed in enumerate(target.seeds):
        (folder / f"seed-{number}").write_bytes(seed)
    limits = [
        f"-max_total_time={int(seconds)}",
        f"-timeout={INSTRUMENTED}",
        f"-rss_limit_mb={megabytes}",
        "-max_len=20000",
        "-verbosity=0",
    ]
    atheris.Setup([sys.argv[0], str(folder), *limits], target.feed)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    asked, given, first, how, room = sys.argv[1:6]
    sys.exit(main(asked, float(given), int(first), how, int(room)))
