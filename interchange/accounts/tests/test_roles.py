"""The table of rights against the matrix it comes from (domain-accounts-security 3.1 to 3.3)."""

import pytest

from interchange.accounts.roles import (
    CENTRE_ROLES,
    STAFF_ROLES,
    WHO_MAY,
    Capability,
    Role,
    capabilities_of,
    role_named,
    roles_with,
)

C = Capability
FIFTEEN = "CAG CAV ACM ASB CBT EFA ERO PFA PRO ROV RFA SCI SCM TCU TUT"
MATRIX = {
    # 01 to 03: everybody, and managing users
    C.OWN_ACCOUNT: FIFTEEN,
    C.WELCOME: FIFTEEN,
    C.USERS_MANAGE: "CAG CAV",
    # 04 to 07: entries of general qualifications
    C.ENTRIES_VIEW: "CAG EFA ERO TUT",
    C.ENTRIES_EXPORT: "CAG EFA ERO TUT",
    C.ENTRIES_ENTER: "CAG EFA",
    C.ENTRIES_SUBMIT: "CAG EFA",
    C.ESTIMATES_VIEW: "CAG EFA ERO TUT",
    C.ESTIMATES_ENTER: "CAG EFA",
    # 08 to 13: internal assessment
    C.MARKS_VIEW: "CAG ACM SCM",
    C.MARKS_EXPORT: "CAG",
    C.MARKS_ENTER: "CAG ACM SCM",
    C.MARKS_SUBMIT: "CAG SCM",
    C.MARKS_SUBMITTED_VIEW: "CAG ACM SCM",
    C.EXAMINER_LABELS: "CAG EFA",
    C.MODERATION_VIEW: "CAG ACM SCM",
    # 14 to 18: results and what comes after them
    C.RESULTS_RESTRICTED_VIEW: "CAG RFA",
    C.RESULTS_RESTRICTED_EXPORT: "CAG RFA",
    C.RESULTS_VIEW: "CAG PFA PRO RFA TUT",
    C.RESULTS_EXPORT: "CAG RFA TUT",
    C.POST_RESULTS_VIEW: "CAG PFA PRO",
    C.POST_RESULTS_SUBMIT: "CAG PFA",
    C.LATE_CERTIFICATION_VIEW: "CAG PFA PRO",
    C.LATE_CERTIFICATION_SUBMIT: "CAG PFA",
    # 19 to 23: vocational qualifications
    C.VQ_ENTRIES_VIEW: "CAV ASB CBT ROV TUT",
    C.VQ_ENTRIES_EXPORT: "CAV ASB CBT TUT",
    C.VQ_FEEDBACK_VIEW: "CAV ASB CBT ROV TUT",
    C.VQ_FEEDBACK_EXPORT: "CAV ASB CBT TUT",
    C.VQ_ENTRIES_SUBMIT: "CAV ASB",
    C.CLAIMS_SUBMIT: "CAV ASB",
    C.KEY_SKILLS_SUBMIT: "CAV ASB",
    # 24 to 34: reports, materials, linked sites
    C.ASSESSOR_REPORTS: "CAG CAV ASB CBT ROV TUT",
    C.MODERATOR_REPORTS: "CAG CAV SCM TUT",
    C.TUTOR_MATERIALS: "CAV CBT TUT",
    C.CBA: "CAV CBT",
    C.CONTROLLED_MATERIALS: "CAG TUT",
    C.SCIENCE_MATERIALS: "SCI",
    C.PAST_PAPERS: "CAG CAV ROV TUT",
    C.REPOSITORY: "CAG CAV SCM TUT",
    C.ACTIVE_RESULTS: "CAG RFA TUT",
    C.ACCESS_ARRANGEMENTS: "TCU",
    C.REPORTS_VIEW: "CAG CAV ASB CBT EFA ERO PFA PRO ROV RFA TUT",
    C.REPORTS_EXPORT: "CAG CAV ASB CBT TUT",
}
"""All 34 rows of the matrix of 3.2, for the fifteen roles of the guide."""
OURS = {Role.HEAD, Role.FINANCE, Role.AUDITOR}
OF_CENTRES_ALONE = [c for c in C if c.value.startswith(("marks-", "extension-request"))]
OF_STAFF_ALONE = [
    C.SHEETS_INSPECT,
    C.SHEETS_EXPORT,
    C.SHEETS_REOPEN,
    C.CHANGES_DECIDE,
    C.EXTENSIONS_DECIDE,
]
OF_STAFF_ALONE += [C.FORMS_VERIFY, C.TRAIL_INSPECT, C.NEWS_POST]


def test_there_are_the_fifteen_roles_of_the_guide_three_of_ours_and_the_awarding_body_s():
    assert {role.name for role in CENTRE_ROLES - OURS} == set(FIFTEEN.split())
    assert OURS <= CENTRE_ROLES
    assert len(STAFF_ROLES) == 14
    assert set(Role) == CENTRE_ROLES | STAFF_ROLES


def test_every_capability_has_its_line():
    assert set(WHO_MAY) == set(Capability)


@pytest.mark.parametrize("capability", MATRIX)
def test_a_row_of_the_matrix_is_kept_cell_by_cell(capability: Capability):
    assert {role.name for role in WHO_MAY[capability] & CENTRE_ROLES - OURS} == set(
        MATRIX[capability].split()
    )


@pytest.mark.parametrize("capability", OF_CENTRES_ALONE)
def test_the_awarding_body_never_does_a_centre_s_work(capability: Capability):
    assert not WHO_MAY[capability] & STAFF_ROLES


@pytest.mark.parametrize("capability", OF_STAFF_ALONE)
def test_a_centre_never_does_the_awarding_body_s_work(capability: Capability):
    assert WHO_MAY[capability]
    assert not WHO_MAY[capability] & CENTRE_ROLES


OURS_MAY = {
    Role.HEAD: {C.RESULTS_RESTRICTED_VIEW, C.RESULTS_VIEW},
    Role.FINANCE: set(),
    Role.AUDITOR: set(),
}


@pytest.mark.parametrize("role", OURS_MAY)
def test_the_roles_of_ours_weaken_no_cell(role: Role):
    everybody = {C.OWN_ACCOUNT, C.WELCOME}
    assert {one for one in MATRIX if role in WHO_MAY[one]} - everybody == OURS_MAY[role]


def test_an_administrator_has_the_whole_scope_but_for_the_two_roles_to_be_added():
    without = {one for one in MATRIX if not WHO_MAY[one] & {Role.CAG, Role.CAV}}
    assert without == {C.SCIENCE_MATERIALS, C.ACCESS_ARRANGEMENTS}


def test_who_may_submit_may_enter_and_who_may_enter_may_look():
    assert WHO_MAY[C.MARKS_SUBMIT] < WHO_MAY[C.MARKS_ENTER] <= WHO_MAY[C.MARKS_VIEW]


def test_only_the_operator_s_commands_operate():
    assert WHO_MAY[C.OPERATE] == frozenset()


@pytest.mark.parametrize("role", [Role.REGULATOR, Role.SYSTEM, Role.HEAD, Role.FINANCE, Role.AUDITOR])
def test_who_only_looks_changes_no_mark(role: Role):
    changing = {
        C.MARKS_ENTER,
        C.MARKS_SUBMIT,
        C.SHEETS_REOPEN,
        C.CHANGES_DECIDE,
        C.EXTENSIONS_DECIDE,
        C.NEWS_POST,
    }
    assert not {capability for capability in changing if role in WHO_MAY[capability]}


def test_rights_are_the_union_and_an_unknown_role_gives_none():
    both = capabilities_of([Role.ACM, Role.HEAD, "rector"])
    assert both == capabilities_of([Role.ACM]) | capabilities_of([Role.HEAD])
    assert capabilities_of(["rector"]) == frozenset()


def test_a_role_is_named_by_its_title_or_its_code():
    assert role_named("add coursework  marks (gq)") is role_named("ACM") is Role.ACM
    with pytest.raises(KeyError):
        role_named("rector")


def test_a_page_that_refuses_names_the_roles_of_one_s_own_side():
    assert roles_with(C.MARKS_SUBMIT, staff=False) == [Role.CAG, Role.SCM]
    assert roles_with(C.MARKS_SUBMIT, staff=True) == []
