"""What the trail lets go of (8): by functions of the database, which alone may and which know the times themselves."""

from interchange.audit.queries import due
from interchange.audit.steps import cut_addresses, prune
from interchange.core.letting_go import Work

WORK = (
    Work("audit-addresses", lambda held: due(held)[0], cut_addresses),
    Work("audit-events", lambda held: sum(due(held)[1:]), lambda held: sum(prune(held))),
)
