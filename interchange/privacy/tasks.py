"""What the worker does by itself."""

import structlog

from interchange.core.actor import Actor
from interchange.core.jobs import periodic
from interchange.privacy.queries import all_work
from interchange.privacy.services import let_go

log = structlog.get_logger()


@periodic("privacy.apply-retention", "10 1 * * *")
def apply_retention() -> None:
    """Each night: let go of what is no longer kept, record by record; one that fails does not stop the others."""
    by = Actor.system("The nightly retention")
    failed = []
    for record in dict.fromkeys(work.record for work in all_work()):
        try:
            let_go(record, by=by)
        except Exception:
            log.exception("retention_failed", record=record)
            failed.append(record)
    if failed:
        raise RuntimeError(f"Not let go of: {', '.join(failed)}.")
