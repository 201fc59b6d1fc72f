"""Files that people send: what may come in for which use, checked, kept under names of ours, and given out as files.

A capability names its use (`MESSAGE`, `GUIDE`), has what came in read by `read_files`, keeps what was accepted by
`keep`, and answers with `download`. One that is refused, with a sentence, keeps no other
out (B10).
"""

from interchange.core.uploads.checking import Checked, Problem, Received, check, read_files
from interchange.core.uploads.keeping import (
    discard,
    discard_all,
    download,
    keep,
    keep_stream,
    opened,
    read,
    room,
)
from interchange.core.uploads.naming import safe_name
from interchange.core.uploads.uses import GUIDE, MESSAGE, USES, Use

__all__ = [
    "GUIDE",
    "MESSAGE",
    "USES",
    "Checked",
    "Problem",
    "Received",
    "Use",
    "check",
    "discard",
    "discard_all",
    "download",
    "keep",
    "keep_stream",
    "opened",
    "read",
    "read_files",
    "room",
    "safe_name",
]
