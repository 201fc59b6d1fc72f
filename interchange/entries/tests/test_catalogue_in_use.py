"""What has been entered holds the catalogue: its codes cannot be taken out."""

import pytest

from interchange.catalogue.factories import make_component, make_option
from interchange.catalogue.models import Component
from interchange.catalogue.steps.editing import EDITORS
from interchange.centres.models import Centre
from interchange.core import tenancy
from interchange.core.errors import Refused
from interchange.entries.factories import make_cohort

pytestmark = pytest.mark.django_db


def test_what_entries_go_by_stays(centre: Centre):
    component = make_component("J277/03")
    option = make_option(component, code="A")
    make_cohort(centre, component, 1)
    with tenancy.for_staff():
        for kind, row_id in (("component", component.pk), ("option", option.pk)):
            assert "in-use" in _out(kind, row_id)
        assert "in-use" in _out("qualification", component.qualification_id)
    assert Component.objects.get().options.get() == option


def _out(kind: str, row_id: int) -> dict[str, str]:
    with pytest.raises(Refused) as refusal:
        EDITORS[kind].take_out(row_id)
    return {refusal.value.code: refusal.value.message}
