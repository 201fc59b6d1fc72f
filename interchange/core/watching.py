"""What was tried too often or should never have been sent, told to those who watch the log (ASVS 16.3.3).

A refusal undoes its transaction, and with it any event; strangers, moreover, must not write into the trail as fast as
they can send. A line of the log is left all the same, and names nobody: its request's identifier leads on.
"""

import logging

log = logging.getLogger(__name__)


def warn(what: str) -> None:
    """A line that says what was held back, such as `links asked for too often`."""
    log.warning("Held back: %s", what)
