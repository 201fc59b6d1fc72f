"""Fills the database of a server that is to be killed: one centre, one person, a few sheets. Run as a program."""

import django

django.setup()

from interchange.accounts.factories import make_membership  # noqa: E402  (Django has to be ready first)
from interchange.accounts.roles import Role  # noqa: E402
from interchange.assessment.factories import make_sheet  # noqa: E402
from interchange.centres.factories import make_approval, make_centre  # noqa: E402

SHEETS = ["H446/03", "J277/03", "R005/01", "R006/01"]
CANDIDATES = 200


def main() -> None:
    centre = make_centre("10001")
    make_approval(centre)
    for code in SHEETS:
        make_sheet(centre, code, candidates=CANDIDATES)
    print(make_membership("Ann Lee", Role.CAG, centre=centre).person.username)  # noqa: T201


if __name__ == "__main__":
    main()
