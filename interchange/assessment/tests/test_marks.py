from interchange.assessment.queries.outcomes import How
from interchange.assessment.rules.marks import Typed
from interchange.assessment.services.marks import save_marks


def test_a_teacher_saves_marks(a_sheet, ben):
    sheet = a_sheet(candidates=3)
    saved = save_marks(sheet.address, [Typed("0001", 0, "54")], how=How.FORM, by=ben)
    assert [answer.outcome for answer in saved.answers] == ["saved"]
