"""What services do to centres inside their own transaction."""

from interchange.centres.steps.approvals import note_use
from interchange.centres.steps.rows import hold

__all__ = ["hold", "note_use"]
