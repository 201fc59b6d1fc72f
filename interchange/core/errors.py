"""Everything the domain may say no with. What is missing, or another centre's, is Django's `Http404`."""

from collections.abc import Callable, Sequence
from typing import TypeVar, cast

T = TypeVar("T")


class Refused(Exception):
    """The rules refuse. `code` is for programs and tests, `message` is what the person reads."""

    code: str
    message: str

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    @property
    def parts(self) -> "tuple[Refused, ...]":
        """Each thing that is refused, in the order of the form."""
        return (self,)


class Same(Refused):
    """A refusal in the same words each time: see `always`."""

    def __init__(self) -> None:
        super().__init__(type(self).code, type(self).message)


def always(code: str, message: str) -> type[Same]:
    """A refusal that is made in several places, in the same words: to be raised as it is.

    It is a class, so that each raise makes one of its own. An exception that is raised twice goes on holding what its
    first time went through, with every value that stood there.
    """
    return type("Same", (Same,), {"code": code, "message": message})


class RefusedTogether(Refused):
    """Several things of one form are refused at once; it has the code of the first and the sentences of all."""

    def __init__(self, parts: "Sequence[Refused]") -> None:
        super().__init__(parts[0].code, " ".join(part.message for part in parts))
        self._parts = tuple(parts)

    @property
    def parts(self) -> tuple[Refused, ...]:
        return self._parts


class Together:
    """The parts of a form, read one after another, so that all that is wrong is told at once (B2)."""

    def __init__(self) -> None:
        self.found: list[Refused] = []

    def read(self, reading: Callable[[], T]) -> T:
        """What `reading` gives. A refusal waits for `end`, before which nobody uses what a refused part gave."""
        try:
            return reading()
        except Refused as refusal:
            self.note(refusal)
            return cast("T", None)

    def note(self, refusal: Refused) -> None:
        """Keep a refusal that was found elsewhere for `end`."""
        self.found += refusal.parts

    def end(self) -> None:
        """Refused with everything that was found wrong; nothing where nothing was."""
        if len(self.found) == 1:
            raise self.found[0]
        if self.found:
            raise RefusedTogether(self.found)


class NotAllowed(Exception):
    """The actor holds no role with this capability."""

    def __init__(self, capability: str) -> None:
        super().__init__(f"not allowed: {capability}")
        self.capability = capability
