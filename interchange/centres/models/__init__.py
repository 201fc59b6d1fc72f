"""Centres, what makes them centres, and how they come and go."""

from interchange.centres.models.centres import (
    CallBack,
    Centre,
    CentreApproval,
    HeadChange,
    HeadOfCentre,
    Waiver,
)
from interchange.centres.models.joining import (
    AccessRequest,
    Agreement,
    AgreementVersion,
    Application,
    Link,
    Nomination,
)

__all__ = [
    "AccessRequest",
    "Agreement",
    "AgreementVersion",
    "Application",
    "CallBack",
    "Centre",
    "CentreApproval",
    "HeadChange",
    "HeadOfCentre",
    "Link",
    "Nomination",
    "Waiver",
]
