"""What centres owe: charges besides the fees of entries, invoices and their lines, and the runs that make them."""

from django.db import models
from django.db.models import Q

from interchange.core import clock
from interchange.core.identifiers import new_id
from interchange.core.tenancy import CentreKey, CentreOwned


class Charge(CentreOwned):
    """What a centre owes besides the fees of its entries, or is given back: less than nothing is a credit."""

    series = models.ForeignKey("catalogue.Series", models.PROTECT, db_index=False, related_name="+")
    about = models.CharField(max_length=40)
    """What it is for: the number of a case, or what staff call it."""
    told = models.CharField(max_length=200)
    """How the amount comes about, in words."""
    pence = models.IntegerField()
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=200)
    reason = models.TextField(blank=True, default="")
    invoiced = models.UUIDField(null=True)
    """The invoice that carries it."""

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["centre_id"], condition=Q(invoiced=None), name="charge_not_invoiced")]

    def __str__(self) -> str:
        return self.told


class Invoice(CentreOwned):
    """What a centre is asked to pay for one series at one time. It never changes: what is wrong is credited later."""

    number = models.CharField(max_length=20)
    """The centre, the series and a count without gaps: 10001-2706-03."""
    series = models.ForeignKey("catalogue.Series", models.PROTECT, related_name="+")
    pence = models.IntegerField()
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-made_at"]
        constraints = [models.UniqueConstraint(fields=["centre_id", "number"], name="one_invoice_per_number")]
        indexes = [models.Index(fields=["centre_id", "series"], name="invoice_of_series")]

    def __str__(self) -> str:
        return self.number


class Line(CentreOwned):
    """One line of an invoice, as it was when the invoice was made: the fee of a change, or a charge."""

    invoice = CentreKey(Invoice, related_name="lines")
    place = models.PositiveIntegerField()
    version = CentreKey("entries.Version", null=True, related_name="+")
    charge = CentreKey(Charge, null=True, related_name="+")
    at = models.DateTimeField()
    candidate = models.CharField(max_length=210, blank=True, default="")
    code = models.CharField(max_length=40, blank=True, default="")
    told = models.CharField(max_length=200)
    pence = models.IntegerField()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre_id", "version"],
                condition=Q(version__isnull=False),
                name="a_fee_is_invoiced_once",
            ),
            models.UniqueConstraint(
                fields=["centre_id", "charge"],
                condition=Q(charge__isnull=False),
                name="a_charge_is_invoiced_once",
            ),
            models.CheckConstraint(
                condition=Q(version__isnull=False, charge=None) | Q(version=None, charge__isnull=False),
                name="a_line_is_a_fee_or_a_charge",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.told}".strip()


class Run(models.Model):
    """One run of invoices for a series: who asked for it, and how far it has come."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    series = models.ForeignKey("catalogue.Series", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.CharField(max_length=200)
    centres = models.PositiveIntegerField(default=0)
    """How many had something to be invoiced when it was asked for."""
    invoices = models.PositiveIntegerField(default=0)
    pence = models.BigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["series"], condition=Q(ended_at=None), name="one_run_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.asked_at:%Y-%m-%d}"
