"""Compiling a template with its data, in this process or, so that its memory goes with it, in one of its own.

typst keeps what the last ten compilations worked out, in case the next is almost the same. Ours never is: a form of
300 candidates would leave 25 MB each time, one of 5,000 half a gigabyte.
"""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Final

import typst

from interchange.documents.fonts import typeface

TEMPLATES: Final = Path(__file__).parent / "typst"
KEPT_BY_TYPST: Final = 10
LARGE: Final = 150_000
"""Characters of data, about 700 candidates: below it a process of its own costs more time than it saves memory."""


def compiled(template: str, data: str, *, fonts: Path, at: datetime) -> bytes:
    """The PDF (PDF/UA-1) that `template` makes of `data`, a JSON text."""
    if len(data) < LARGE:
        made = compiled_here(template, data, fonts=fonts, at=at)
        _forget(fonts)
        return made
    task = {"template": template, "data": data, "fonts": str(fonts), "at": at.isoformat()}
    return subprocess.run(  # noqa: S603  (our own module; the data goes in by its standard input)
        [sys.executable, "-m", __name__],
        input=json.dumps(task).encode(),
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
        stdout=subprocess.PIPE,
    ).stdout


def compiled_here(template: str, data: str, *, fonts: Path, at: datetime) -> bytes:
    made = typst.compile(
        str(TEMPLATES / template),
        sys_inputs={"data": data},
        font_paths=typeface(fonts).fonts,
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=at,
    )
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def _forget(fonts: Path) -> None:
    """Compile nothing as often as typst remembers."""
    for _ in range(KEPT_BY_TYPST + 1):
        typst.compile(b"", font_paths=typeface(fonts).fonts, ignore_system_fonts=True)


def main() -> None:
    """Do one task from the standard input, and write the PDF to the standard output."""
    task = json.load(sys.stdin.buffer)
    at = datetime.fromisoformat(task["at"])
    made = compiled_here(task["template"], task["data"], fonts=Path(task["fonts"]), at=at)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
