"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Modest(Argon2PasswordHasher):
    """Argon2id at the least cost OWASP accepts (19 MiB, two rounds): many sign-ins at once fit in memory."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
