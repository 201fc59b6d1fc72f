"""What can be entered and what is marked: national data, the same for every centre."""

from interchange.catalogue.models.changes import (
    Load,
    Revision,
)
from interchange.catalogue.models.qualifications import (
    Component,
    ComponentQuerySet,
    Family,
    Grade,
    GradeSet,
    Option,
    Qualification,
)
from interchange.catalogue.models.series import (
    Boundary,
    Disallowed,
    KeyDate,
    MarkWindow,
    Series,
    Sitting,
    Tariff,
    TerminalRule,
)
from interchange.catalogue.models.vocational import (
    VocationalQualification,
    VocationalRule,
    VocationalUnit,
)

__all__ = [
    "Boundary",
    "Component",
    "ComponentQuerySet",
    "Disallowed",
    "Family",
    "Grade",
    "GradeSet",
    "KeyDate",
    "Load",
    "MarkWindow",
    "Option",
    "Qualification",
    "Revision",
    "Series",
    "Sitting",
    "Tariff",
    "TerminalRule",
    "VocationalQualification",
    "VocationalRule",
    "VocationalUnit",
]
