"""Sample arguments of every service, for the walk over all of them: whose row an argument names, and what else to give.

A new argument of a service needs a line in `FILLERS`; what names a row of one centre stands in `FOREIGN`.
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from interchange.accounts.rules.calls import Typed
from interchange.accounts.services.proving import Given
from interchange.assessment.queries.places import Address
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.core import tenancy
from interchange.entries.rules.single import NOT_SEEN
from interchange.transfers.services.transfers import Wanted
from tests.samples import (
    correction_of,
    delivery_of,
    filter_of,
    flag_of,
    hook_of,
    scheme_entry_of,
    second_factor_of,
    sent_file_of,
    session_of,
)
from tests.world import Half

FOREIGN: dict[str, Callable[[Half], Any]] = {
    "address": lambda half: Address(
        half.open_sheet.address.series, half.open_sheet.address.component, half.centre.pk
    ),
    "submission_id": lambda half: half.submission.pk,
    "membership_id": lambda half: half.everybody.pk,
    "from_id": lambda half: half.everybody.pk,
    "factor_id": lambda half: second_factor_of(half).pk,
    "session_id": lambda half: session_of(half).pk,
    "review_id": lambda half: UUID(int=1),
    "decide_approval.approval_id": lambda half: UUID(int=1),
    "key_id": lambda half: half.key.pk,
    "hook_id": lambda half: hook_of(half).pk,
    "learner_id": lambda half: scheme_entry_of(half).learner_id,
    "withdraw_from_scheme.entry_id": lambda half: scheme_entry_of(half).pk,
    "delivery_id": lambda half: delivery_of(half).pk,
    "flag_id": lambda half: flag_of(half).pk,
    "give_subject_access.person_id": lambda half: UUID(int=1),
    "entry_id": lambda half: half.open_sheet.rows(half.actor)[0].entry_id,
    "countersign_change.request_id": lambda half: half.change.pk,
    "decide_change.request_id": lambda half: half.change.pk,
    "decide_extension.request_id": lambda half: half.extension.pk,
    "thread_id": lambda half: half.matter.thread.pk,
    "agreement_id": lambda half: half.paperwork.agreement.pk,
    "nomination_id": lambda half: half.paperwork.nomination.pk,
    "change_id": lambda half: half.paperwork.head_change.pk,
    "filter_id": lambda half: filter_of(half).pk,
    "waiver_id": lambda half: half.paperwork.waiver.pk,
    "withdraw_approval.approval_id": lambda half: half.paperwork.approval.pk,
    "let_time_pass.approval_id": lambda half: half.paperwork.approval.pk,
    "process_file.batch_id": lambda half: sent_file_of(half).pk,
    "answer_differences.batch_id": lambda half: sent_file_of(half).pk,
    "process_for_centre.batch_id": lambda half: sent_file_of(half).pk,
    "answer_for_centre.batch_id": lambda half: sent_file_of(half).pk,
    "transfer_id": lambda half: half.elsewhere.transfer.pk,
    "hosting_id": lambda half: half.elsewhere.hosting.pk,
    "site_id": lambda half: half.elsewhere.site.pk,
    "arrival_id": lambda half: half.elsewhere.arrival.pk,
    "candidate_id": lambda half: half.elsewhere.candidate.pk,
    "correction_id": lambda half: correction_of(half).pk,
    "pass_access_request_on.request_id": lambda half: UUID(int=1),
}
NATIONAL = {
    "run_id",
    "load_id",
    "news_id",
    "key",
    "application_id",
    "case_id",
    "notice_id",
    "guide_id",
    "reminder_id",
    "hold_id",
}
FILLERS: dict[str, Any] = {
    "verb": "accept", "decision": "No", "reason": "It is so, and has been", "why": "It is so",
    "evidence": "", "kinds": [],
    "typed": [], "chosen": [], "numbers": [], "shown": "", "until": None, "how": None, "key": UUID(int=1),
    "given": Given(), "token": "", "label": "", "factor": "totp", "remember": False, "confirmed": False,
    "proved": True, "session_id": UUID(int=1), "approve": True, "note": "", "session": None,
    "on": date(2027, 1, 1), "first_name": "Joy", "last_name": "Webb", "text": "Words", "kept": [],
    "asks": False, "files": [], "person_id": None, "email": "joy@school.example", "roles": [],
    "from_id": UUID(int=1), "membership_id": UUID(int=1),
    "hand_over_to": None, "series": "2027-06", "entry_code": "H446", "what": "estimates", "centre": "10001",
    "confirm_rest": False, "submit": False, "rows": [],
     "components": [], "groups": [], "finding": "It is one person",
    "digest": "", "cells": ["", "Lee", "Ann", "2001-05-15", "F", ""], "proof": "", "unread": [],
    "amount": "1", "told": "A copy", "centre_number": "10001", "run_id": UUID(int=1),
    "where": "https://mis.school.example/", "messages": ["file.processed"],
    "call": Typed("reset-factor", "confirmed", "Hana", "Log 41"),
    "wanted": Wanted(), "words": "Words", "seen": NOT_SEEN,
    "content": b"E11000101", "name": "E1000101.X01", "answer": "keep", "letter": "E", "form": "csv",
    "columns": [], "values": {}, "medical": False, "option_code": "A", "born_on": None,
    "series_code": "2027-06", "earlier": "2026-06", "with_codes": False, "accepted": [], "everything": False,
    "candidates": [], "learners": [],
}  # fmt: skip


def denials(centre_id: int) -> int:
    with tenancy.for_staff():
        return EventRecord.unscoped.filter(centre_id=centre_id, name=Event.DENIED.value).count()
