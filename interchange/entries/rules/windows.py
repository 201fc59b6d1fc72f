"""When entries may be made, changed and withdrawn (4.6, R-ENT-11, R-ID-17)."""

from interchange.catalogue.rules.profile import Band, Profile, no_change_from
from interchange.core import clock
from interchange.core.labelled import Labelled


class Deed(Labelled):
    """What a row would do."""

    NOTHING = "nothing", "Changes nothing"
    DETAILS = "details", "Changes personal details"
    ADD = "add", "Adds an entry"
    CHANGE = "change", "Changes the option"
    WITHDRAW = "withdraw", "Withdraws the entry"


def fault(deed: Deed, band: Band, profile: Profile, series: str, *, certification: bool = False) -> str:
    """Why a centre may not do this now, as a sentence; empty where it may. The awarding body may always (R-ACT-4)."""
    if deed is Deed.NOTHING or band not in (Band.NOT_OPEN, Band.CLOSED):
        return ""
    if band is Band.NOT_OPEN:
        return f"Entries for {series} open on {clock.day_in_words(profile.entries_open)}."
    last = clock.day_in_words(no_change_from(profile))
    if deed is Deed.DETAILS:
        return (
            f"Personal details for {series} could be changed here until {last}. Ask the awarding body to correct "
            "them: the page of the candidate leads to the form."
        )
    if certification and deed is Deed.ADD:
        return f"Entries for {series} closed on {last}. After results, ask for late certification."
    return f"Entries for {series} could be changed until {last}. Only personal details can change since, on request."
