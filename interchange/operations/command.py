"""`bin/manage`: Django's command line, with the database running for as long as the command takes."""

import sys

from interchange.operations import installation, processes
from interchange.operations.installation import CLONE, PYTHON
from interchange.operations.postgres_programs import CannotStart


def main(arguments: list[str]) -> None:
    with processes.stopping_in_order():
        try:
            with installation.database() as addresses:
                command = [PYTHON, str(CLONE / "manage.py"), *by_the_right_role(arguments)]
                sys.exit(processes.in_foreground(command, addresses | installation.settings()))
        except CannotStart as reason:
            sys.exit(str(reason))


def by_the_right_role(arguments: list[str]) -> list[str]:
    """Only the owner may change the schema; whoever types `migrate` need not know."""
    chosen = any(argument.startswith("--database") for argument in arguments)
    return [*arguments, "--database=owner"] if arguments[:1] == ["migrate"] and not chosen else arguments


if __name__ == "__main__":
    main(sys.argv[1:])
