"""A process of its own that imports one file of entries, and says the most memory it ever took, in kilobytes."""

import resource
import sys
from pathlib import Path

import django

django.setup()

from interchange.entries.importing import load_file  # noqa: E402

with Path(sys.argv[1]).open("rb") as stream:
    report = load_file(stream, name="bench.csv")
if report.problems:
    sys.exit(str(report.problems[0]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
