"""What is kept for how long, as the schedule in code says it."""

from interchange.operations.docs.markdown import made_from, page, prose, table
from interchange.privacy.rules import SCHEDULE

MARKS = {"S": "stated by a source", "I": "inferred from a source", "C": "our choice"}


def retention_page() -> str:
    """The schedule of section 8, record by record."""
    return page(
        made_from("interchange/privacy/rules.py"),
        "# What is kept, and for how long",
        prose("""Storage has to be limited by a written schedule, with deletion at the date. Every night, and by
            `bin/manage apply_retention`, what has come to its end is let go of; `--dry-run` only counts. A legal
            hold, with owner, reason and review date, overrides everything. How it works:
            [letting go](../mechanisms/letting-go.md)."""),
        table(
            ["record", "kept", "counted", "why", "what happens then", "says who"],
            [
                [one.what, one.keep, one.counted, one.why, one.doing.label, MARKS[one.mark]]
                for one in SCHEDULE
            ],
        ),
    )
