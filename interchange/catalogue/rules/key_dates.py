"""Key dates in words: what a printed event is, and how far away its day is (B7)."""

from datetime import date

EVENTS = {
    "estimated_entries": "Estimated entries",
    "final_entries": "Entries",
    "very_late_entries": "Very late entries",
    "late_fee_from": "Late fee from",
    "amendment_fee_from": "Fee for amendments from",
    "high_late_fee_from": "High late fee from",
    "visit_arrangements": "Visits of the moderator to be arranged",
    "visits_arranged_by": "Visits of the moderator arranged by",
    "first_contact_by_moderator": "The moderator is in touch by",
    "nea_marks": "Marks for non-exam assessment",
    "endorsement_grades": "Grades of endorsements",
    "sample_request": "Samples are asked for",
    "earliest_sample_request": "Samples are asked for from",
    "sample_due": "Samples are due",
    "basedata_available": "Basedata can be downloaded",
    "contingency_session": "Contingency session",
    "contingency_day": "Contingency day",
    "results_restricted": "Restricted release of results",
    "results_candidates": "Release of results to candidates",
    "results_to_press": "Results to the press",
    "review_priority": "Priority reviews of marking",
    "review_and_mir": "Reviews, and missing and incomplete results",
    "review_clerical_and_marking": "Clerical re-checks and reviews of marking",
    "scripts_original": "Original scripts",
    "certificates": "Certificates",
    "certificates_early_request": "Early certificates to be asked for by",
    "certificates_early_from": "Early certificates from",
    "consortium_application": "Consortium applications",
    "moderation_window_open": "Moderation begins",
    "moderation_window_close": "Moderation ends",
}
"""What each event is called; one that is not here is called by its code."""


def event_in_words(code: str) -> str:
    """An event as people read it."""
    return EVENTS.get(code) or code.replace("_", " ").capitalize()


def days_away(on: date, today: date) -> str:
    """How far away a day is: passed, today, tomorrow, in 12 days."""
    days = (on - today).days
    if days < 0:
        return "passed"
    return {0: "today", 1: "tomorrow"}.get(days) or f"in {days:,} days"
