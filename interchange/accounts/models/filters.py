"""Filters of lists that people keep under a name."""

from django.db import models

from interchange.accounts.models.people import Membership
from interchange.core import clock
from interchange.core.identifiers import new_id


class SavedFilter(models.Model):
    """What somebody filters the list of users by again and again, for themselves or for everybody of their centre who
    sees the list (D1)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="filters")
    """Whose it is: nobody else removes it, and with the membership nobody sees it any more."""
    name = models.CharField(max_length=60)
    query = models.TextField()
    """As the address says it."""
    shared = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "name"], name="accounts_one_filter_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name
