"""A key, as the API tells of it."""

from datetime import datetime

from ninja import Schema


class CentreNamed(Schema):
    """A centre by number and name."""

    number: str
    name: str


class Whoami(Schema):
    """What a key is: whose, for which centre, what it may do and until when."""

    awarding_body: str
    centre: CentreNamed
    key: str
    prefix: str
    made_by: str
    may: list[str]
    expires_at: datetime
