"""How long each link works, and how often something may be asked for."""

from datetime import timedelta

APPLICATION_LASTS = timedelta(days=30)
"""Counted anew from each save."""
AGREEMENT_LASTS = timedelta(days=28)
CONFIRMATION_LASTS = timedelta(days=14)
NOMINATION_LASTS = timedelta(days=28)
"""From the nomination to the appointment."""

ONE_HOUR, ONE_DAY = timedelta(hours=1), timedelta(days=1)
MOST_ASKED_AN_HOUR = 20
"""Of one network address: a school has one for everybody, so this is far above what people need (5.2.4)."""
MOST_TOLD_A_DAY = 1
"""Of one centre: its administrators hear once a day that somebody asked, however often it was."""
MOST_STARTED_A_DAY = 3
"""Of one e-mail address, so that nobody's mailbox is filled by somebody else."""
