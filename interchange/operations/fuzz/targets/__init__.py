"""Every parser of what strangers send, by name."""

from interchange.operations.fuzz.target import Target
from interchange.operations.fuzz.targets import files, messages, tables

TARGETS: dict[str, Target] = {one.name: one for one in (*files.TARGETS, *tables.TARGETS, *messages.TARGETS)}
