"""How passwords are kept."""

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Modest(Argon2PasswordHasher):
    """Argon2id, by default at the least cost OWASP accepts (19 MiB, two rounds): many sign-ins at once fit in memory.

    `PASSWORD_HASH_MEMORY` and `PASSWORD_HASH_ROUNDS` raise it; a password that was kept at another cost is hashed anew
    when its owner next shows it (5.1.9).
    """

    parallelism = 1

    @property
    def time_cost(self) -> int:  # type: ignore[override]
        """How often the memory is gone through."""
        return int(settings.PASSWORD_HASH_ROUNDS)

    @property
    def memory_cost(self) -> int:  # type: ignore[override]
        """In kibibytes."""
        return int(settings.PASSWORD_HASH_MEMORY) * 1024
