"""Everything the domain may say no with. What is missing, or another centre's, is Django's `Http404`."""


class Refused(Exception):
    """The rules refuse. `code` is for programs and tests, `message` is what the person reads."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class NotAllowed(Exception):
    """The actor holds no role with this capability."""

    def __init__(self, capability: str) -> None:
        super().__init__(f"not allowed: {capability}")
        self.capability = capability
