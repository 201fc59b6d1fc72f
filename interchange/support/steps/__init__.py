"""What services of messages do inside their own transaction: rows held, posts added, people told."""

from interchange.support.steps.files import attach, let_go, put_files
from interchange.support.steps.telling import tell_awarding_body, tell_centre
from interchange.support.steps.threads import add_post, hold_thread, move, subject_of

__all__ = [
    "add_post",
    "attach",
    "hold_thread",
    "let_go",
    "move",
    "put_files",
    "subject_of",
    "tell_awarding_body",
    "tell_centre",
]
