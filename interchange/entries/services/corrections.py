"""Other details of a candidate after the last day: asked for by the centre, decided by the awarding body (R-ID-17)."""

from collections.abc import Mapping
from uuid import UUID

from django.shortcuts import get_object_or_404

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.catalogue import queries as catalogue
from interchange.centres import steps as centres
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused, Together
from interchange.core.typed import a_reason
from interchange.entries.models import Correction
from interchange.entries.queries.corrections import corrections, why_not
from interchange.entries.queries.history import candidate_of, details_of
from interchange.entries.rules import corrections as rules
from interchange.entries.rules.holdings import Details
from interchange.entries.rules.single import read_details, read_proof
from interchange.entries.steps.corrections import note_asked
from interchange.entries.steps.informing import tell_of_correction, tell_staff_of_correction
from interchange.entries.steps.single import check_uci, put_details

ASK_WHY = "Say what is wrong, and how it came about."
ASK_DECISION = "Write what the centre will read."
WAITS = "A request for this candidate waits already. Take it back first if it is wrong."
UNCHANGED = "These are the details that are held already. Change what is wrong."


@state_change(needs=Capability.ENTRIES_SUBMIT)
def ask_for_correction(
    candidate_id: UUID, typed: Mapping[str, str], *, reason: str, proof: str = "", key: UUID, by: Actor
) -> Correction:
    """Ask the awarding body for other details; the same form again asks once.

    Refused while the centre can change them itself, once certificates are printed, and while another request for this
    candidate waits; with all that is wrong, as a change of details is, and without words about what is wrong.
    """
    centres.hold(by.chain)
    earlier = corrections(by).filter(request_key=key).first()
    if earlier is not None:
        audit.nothing_changed()
        return earlier
    candidate = candidate_of(by, candidate_id)
    if fault := why_not(candidate):
        raise Refused("window", fault)
    before = details_of(candidate)
    after, why, proved = _read(typed, before, reason, proof)
    if after == before:
        raise Refused("unchanged", UNCHANGED)
    check_uci(candidate, after)
    if corrections(by).filter(candidate=candidate, state=rules.ASKED).exists():
        raise Refused("waits", WAITS)
    asked = note_asked(
        candidate, by=by, changes=rules.changes_of(before, after), reason=why, proof=proved, request_key=key
    )
    tell_staff_of_correction(asked, by=by)
    audit.record(Event.CORRECTION_ASKED, subject=_subject(asked), data=_facts(asked), reason=why)
    return asked


def _read(typed: Mapping[str, str], before: Details, reason: str, proof: str) -> tuple[Details, str, str]:
    form = Together()
    after = form.read(lambda: read_details(typed, before))
    why = form.read(lambda: a_reason(reason, ask=ASK_WHY))
    form.end()
    return after, why, read_proof(proof, before, after)


@state_change(needs=Capability.ENTRIES_SUBMIT)
def take_correction_back(correction_id: UUID, *, by: Actor) -> Correction:
    """Nothing is asked for any more; the same again changes nothing. Refused once it was decided."""
    asked = _held(correction_id, by)
    if asked.state == rules.TAKEN_BACK:
        audit.nothing_changed()
        return asked
    _decide(asked, rules.moved("take back", asked.state), "", by=by)
    audit.record(Event.CORRECTION_TAKEN_BACK, subject=_subject(asked), data=_facts(asked))
    return asked


@state_change(needs=Capability.ENTRIES_AMEND)
def decide_correction(correction_id: UUID, verb: str, *, decision: str, by: Actor) -> Correction:
    """Agree, which changes the details, or refuse, with words that the centre reads; the centre is told.

    The same decision again changes nothing; refused where it was decided otherwise or taken back meanwhile, and
    agreeing once certificates are printed or where another candidate of the centre has the UCI by now.
    """
    asked = _held(correction_id, by)
    if verb not in ("agree", "refuse"):
        raise Refused("verb", "Choose whether to agree or to refuse.")
    if asked.state == rules.CORRECTION.moves[verb][1]:
        audit.nothing_changed()
        return asked
    state = rules.moved(verb, asked.state)
    said = a_reason(decision, code="decision", ask=ASK_DECISION, shortest=1 if verb == "refuse" else 0)
    if verb == "agree":
        _apply(asked, said)
    _decide(asked, state, said, by=by)
    tell_of_correction(asked, agreed=verb == "agree")
    audit.record(
        Event.CORRECTION_DECIDED, subject=_subject(asked), data=_facts(asked) | {"decision": verb}, reason=said,
        centre_id=asked.centre_id,
    )  # fmt: skip
    return asked


def _apply(asked: Correction, said: str) -> None:
    """Make the details what was asked for; nothing where they are that by now."""
    profile = catalogue.profile_of(asked.series)
    if rules.printed_by(profile, clock.now()):
        raise Refused("printed", f"{rules.already_printed(profile, asked.series.name)} Refuse the request.")
    before = details_of(asked.candidate)
    after = rules.applied(asked.changes, before)
    if after != before:
        put_details(asked.candidate, before, after, reason=said or asked.reason)


def _decide(asked: Correction, state: str, decision: str, *, by: Actor) -> None:
    asked.state, asked.decision, asked.decided_by = state, decision, by.name[:200]
    asked.decided_at = asked.touched_at = clock.now()
    asked.save(update_fields=["state", "decision", "decided_by", "decided_at", "touched_at"])


def _held(correction_id: UUID, by: Actor) -> Correction:
    """The request, with its centre and its candidate held; `Http404` where it is another centre's."""
    found = corrections(by)
    centres.hold(get_object_or_404(found, pk=correction_id).centre_id)
    return get_object_or_404(found.select_for_update(of=("self",)), pk=correction_id)


def _subject(asked: Correction) -> str:
    return f"correction:{asked.pk}"


def _facts(asked: Correction) -> dict[str, object]:
    return {
        "number": asked.reference, "candidate": asked.candidate.number, "series": asked.series.code,
        "details": list(asked.changes),
    }  # fmt: skip
