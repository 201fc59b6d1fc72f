"""`bin/test`: quick where waiting proves nothing, and otherwise as it is served."""

import os

from jinja2 import FileSystemBytecodeCache

# so that types and layers can be checked without a database; the tests themselves ask for one (conftest.py)
os.environ.setdefault("DATABASE_URL", "postgresql:///interchange")

from config.settings.base import *  # noqa: F403
from config.settings.base import INSTALLED_APPS as APPS
from config.settings.base import INTERCHANGE_HOME
from config.settings.base import MIDDLEWARE as ALL_MIDDLEWARE
from config.settings.base import STORAGES as ALL_STORAGES
from config.settings.base import TEMPLATES as ALL_TEMPLATES

INSTALLED_APPS = [*APPS, "interchange.demo"]
SECRET_KEY = "a key for tests only, and the same in each of them"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "interchange.accounts.hashers.Argon2Modest",
]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MIDDLEWARE = [
    "interchange.demo.middleware.PretendedClock",
    *(name for name in ALL_MIDDLEWARE if not name.startswith("whitenoise.")),
]
STORAGES = ALL_STORAGES | {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
COMPILED_PAGES = INTERCHANGE_HOME / "pages"
if COMPILED_PAGES.is_dir():  # made by bin/test: each program of one run finds what another has compiled
    COMPILED = {"bytecode_cache": FileSystemBytecodeCache(str(COMPILED_PAGES))}
    TEMPLATES = [one | {"OPTIONS": one["OPTIONS"] | COMPILED} for one in ALL_TEMPLATES]
NEW_BROWSER_CHECK = False  # the tests of the check switch it on
