"""`bin/run`: the embedded database, the demo world, plain HTTP on this machine only."""

from config import environment
from config.settings.base import *  # noqa: F403
from config.settings.base import INSTALLED_APPS as APPS
from config.settings.base import INTERCHANGE_PORT as PORT
from config.settings.base import MIDDLEWARE as ALL_MIDDLEWARE

INSTALLED_APPS = [*APPS, "interchange.demo"]
MIDDLEWARE = ["interchange.demo.middleware.PretendedClock", *ALL_MIDDLEWARE]
SECRET_KEY = environment.secret("SECRET_KEY", at_least=50)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *environment.words("ALLOWED_HOSTS")]

# a browser keeps cookies by host and not by port: two copies side by side must not sign each other out
SESSION_COOKIE_NAME = f"interchange_session_{PORT}"
CSRF_COOKIE_NAME = f"interchange_csrf_{PORT}"
KNOWN_BROWSER_COOKIE = f"interchange_browser_{PORT}"
RESET_COOKIE = f"interchange_reset_{PORT}"

NEW_BROWSER_CHECK = environment.flag("NEW_BROWSER_CHECK", default=False)
"""Off, so that whoever tries the demo can sign in with a code without opening the mailbox first (5.3.8)."""
