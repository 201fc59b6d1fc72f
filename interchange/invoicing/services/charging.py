"""Charging or crediting a centre by hand."""

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.catalogue import queries as catalogue
from interchange.centres import queries as centres
from interchange.core.actor import Actor
from interchange.core.errors import Together
from interchange.core.typed import a_line, a_reason
from interchange.invoicing.models import Charge
from interchange.invoicing.rules.numbers import pence_of
from interchange.invoicing.steps.charging import charge


@state_change(needs=Capability.INVOICES_RUN)
def charge_by_hand(
    number: str, series_code: str, amount: str, told: str, reason: str, *, by: Actor
) -> Charge:
    """Add to a centre's next invoice, or take off it: what the line says, and why, which the trail keeps (R-ACT-4).

    Refused without an amount, the words of the line, or a reason: with all of these at once (B2).
    """
    centre, series = centres.centre_by_number(number), catalogue.series_by_code(series_code)
    form = Together()
    pence = form.read(lambda: pence_of(amount))
    ask = "Say what the line of the invoice shall say."
    words = form.read(lambda: a_line(told, code="told", longest=200, ask=ask))
    why = form.read(lambda: a_reason(reason))
    form.end()
    made = charge(centre.pk, series.pk, pence, about="By hand", told=words, by=by, reason=why)
    audit.record(
        Event.CHARGED, subject=f"centre:{number}", data={"pence": pence, "told": words, "series": series.code},
        reason=why, centre_id=centre.pk,
    )  # fmt: skip
    return made
