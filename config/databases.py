"""Which connection does what: the application's role serves, the owner alone changes the schema."""

from typing import Any

from config import environment

OWNER = "owner"


def databases() -> dict[str, dict[str, Any]]:
    """`default` by DATABASE_URL, and `owner` by DATABASE_OWNER_URL to migrate and to test, never to serve.

    A test database is made and migrated through `owner`; `default` is its mirror: the same one, its own user.
    """
    kept_open = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    default = environment.database("DATABASE_URL") | kept_open
    default["OPTIONS"]["PREPARES"] = environment.flag("DATABASE_PREPARES", default=True)
    if not environment.text("DATABASE_OWNER_URL", ""):
        return {"default": default}
    owner = environment.database("DATABASE_OWNER_URL") | {"TEST": {"DEPENDENCIES": []}}
    return {"default": default | {"TEST": {"MIRROR": OWNER}}, OWNER: owner}


class SchemaByOwner:
    """Django's router: migrations run through the owner's connection and through no other."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == OWNER
