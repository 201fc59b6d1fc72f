"""A real installation. It refuses to start without a key, the names of its hosts and a database."""

from config import environment
from config.headers import FOR_PROGRAMS
from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES as ALL_DATABASES
from config.settings.base import MIDDLEWARE as ALL_MIDDLEWARE

SECRET_KEY = environment.secret("SECRET_KEY", at_least=50)
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS")
SITE_ADDRESS = environment.site_address("SITE_ADDRESS")
environment.refuse_an_open_line(ALL_DATABASES)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
KNOWN_BROWSER_COOKIE = "__Host-browser"
LOGIN_ID_COOKIE = "__Host-login-id"
RESET_COOKIE = "__Host-reset"

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$", *FOR_PROGRAMS]  # which are refused instead (ASVS 4.1.2)
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if environment.flag("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    MIDDLEWARE = ["config.headers.address_behind_the_proxy", *ALL_MIDDLEWARE]
