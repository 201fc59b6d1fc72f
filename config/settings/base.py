"""What every installation has in common, read once from the environment by `config.environment`'s readers."""

import tomllib
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF

from config import environment
from config.databases import databases
from config.logs import configure_structlog, logging_settings

BASE_DIR = Path(__file__).resolve().parents[2]
INTERCHANGE_HOME = environment.folder("INTERCHANGE_HOME", BASE_DIR / ".state")
INTERCHANGE_PORT = environment.number("INTERCHANGE_PORT", 8000, low=1, high=65535)
DEBUG = False
VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

# --- whose site it is, as its pages name it

AWARDING_BODY = environment.text("AWARDING_BODY", "Demonstration Awarding Body", told=True)
AWARDING_BODY_LOGIN_ID = environment.text("AWARDING_BODY_LOGIN_ID", "AB1", told=True)  # of its own people
AWARDING_BODY_CONTACT = environment.text(
    "AWARDING_BODY_CONTACT", "support@example.org, 01632 960000, 8am to 5pm", told=True
)
AWARDING_BODY_EMAIL = environment.text("AWARDING_BODY_EMAIL", "support@example.org", told=True)
AWARDING_BODY_TELEPHONE = environment.text("AWARDING_BODY_TELEPHONE", "01632 960000", told=True)
AWARDING_BODY_HOURS = environment.text("AWARDING_BODY_HOURS", "8am to 5pm, Monday to Friday", told=True)
SITE_ADDRESS = environment.site_address("SITE_ADDRESS", f"http://127.0.0.1:{INTERCHANGE_PORT}")
"""Where people reach it: the links in mails begin so."""
DECLARATIONS_BLOCK = environment.flag("DECLARATIONS_BLOCK", default=False)
"""Whether a sheet can be submitted only with all three declarations (R-NEA-7: warn in the first year, then block)."""

# --- applications

CAPABILITIES = [
    "core",
    "audit",
    "notifications",
    "accounts",
    "webhooks",
    "centres",
    "support",
    "catalogue",
    "entries",
    "documents",
    "assessment",
    "invoicing",
    "transfers",
    "estimates",
    "vocational",
    "exchange",
    "api",
    "privacy",
    "site",
]
INSTALLED_APPS = [
    *(f"interchange.{name}" for name in CAPABILITIES),
    "procrastinate.contrib.django",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
]
MIDDLEWARE = [
    "interchange.core.middleware.RequestContext",
    "interchange.site.metrics.Measure",
    "django.middleware.security.SecurityMiddleware",
    "config.headers.security_headers",
    "config.headers.no_trace",
    "config.headers.programs_by_https",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # below the headers: a drawing opened by itself is a page too
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "interchange.core.middleware.WholeText",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "interchange.accounts.middleware.ActorMiddleware",
    "interchange.accounts.middleware.DefaultDeny",
    "interchange.site.middleware.AnswerRefusals",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
CSRF_FAILURE_VIEW = "interchange.site.errors.csrf_failed"

# --- pages and assets

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "interchange" / name / "templates" for name in [*CAPABILITIES, "demo"]],
        "OPTIONS": {"environment": "interchange.site.jinja.environment"},
    }
]
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static_served"
STATICFILES_DIRS = [BASE_DIR / "static_built"]
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nobody else's pages use our files
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": INTERCHANGE_HOME / "files", "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
PDF_FONTS = BASE_DIR / "static_built" / "pdf-fonts"

# --- database

DATABASES = databases()
DATABASE_ROUTERS = ["config.databases.SchemaByOwner"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people and sessions

SEALING_KEYS = environment.words("SEALING_KEYS")  # seal what has to be read again; unset, SECRET_KEY does
PASSWORD_MAX_AGE_MONTHS = environment.number(
    "PASSWORD_MAX_AGE_MONTHS", 6, low=0, high=120
)  # 0: never (5.1.7)
PASSWORD_BREACH_LIST = (
    environment.text("PASSWORD_BREACH_LIST", "", told=True) or None
)  # a folder, by prefix of SHA-1 (5.1.8)
NEW_BROWSER_CHECK = environment.flag("NEW_BROWSER_CHECK", default=True)  # 5.3.8
REMEMBER_BROWSERS = environment.flag("REMEMBER_BROWSERS", default=False)  # 5.3.5
KNOWN_BROWSER_COOKIE = "interchange_browser"
LOGIN_ID_COOKIE = "interchange_login_id"  # of those who ticked the box (2.5)
RESET_COOKIE = "interchange_reset"
TERMS_VERSION = environment.text(
    "TERMS_VERSION", "1", told=True
)  # whoever accepted another one is asked again

OIDC_ISSUER = environment.provider("OIDC_ISSUER")  # off unless it is set; for the awarding body's own people
OIDC_CLIENT_ID = environment.text("OIDC_CLIENT_ID", None if OIDC_ISSUER else "", told=True)
OIDC_CLIENT_SECRET = environment.text("OIDC_CLIENT_SECRET", None if OIDC_ISSUER else "")
OIDC_NAME = environment.text("OIDC_NAME", "the awarding body's account", told=True)
OIDC_MFA_TRUSTED = environment.flag("OIDC_MFA_TRUSTED", default=False)

AUTH_USER_MODEL = "accounts.Person"
PASSWORD_HASHERS = ["interchange.accounts.hashers.Argon2Modest"]
PASSWORD_HASH_MEMORY = environment.number("PASSWORD_HASH_MEMORY", 19, low=19, high=1024)  # MiB; 5.1.9
PASSWORD_HASH_ROUNDS = environment.number("PASSWORD_HASH_ROUNDS", 2, low=2, high=20)
SESSION_ENGINE = "interchange.core.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # they may name candidates

# --- the trail

AUDIT_ROOTS_FOLDER = environment.folder("AUDIT_ROOTS_FOLDER", INTERCHANGE_HOME / "audit-roots")
AUDIT_SIGNING_KEY = environment.folder("AUDIT_SIGNING_KEY", INTERCHANGE_HOME / "audit-signing.key")

# --- what may come in

TRUSTED_PROXIES = environment.networks(
    "TRUSTED_PROXIES", "127.0.0.0/8 ::1"
)  # who is believed with BEHIND_PROXY
COUNTRY_HEADER = environment.text("COUNTRY_HEADER", "", told=True)  # unset: no country is known (4.11)

DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = None  # a mark sheet posts thousands of fields; the size above is the limit
FILE_UPLOAD_PERMISSIONS = 0o600
CLAMD_SOCKET = environment.text(
    "CLAMD_SOCKET", "", told=True
)  # unset: files are not scanned for viruses (ASVS 5.4.3)

# --- what may go out

WEBHOOKS_TO_PRIVATE_ADDRESSES = environment.flag("WEBHOOKS_TO_PRIVATE_ADDRESSES", default=False)

CONTENT_SECURITY_POLICY: dict[str, dict[str, list[Any]]] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

# --- time and words

USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
USE_I18N = False

# --- figures, mail and logs

METRICS_TOKEN = environment.text("METRICS_TOKEN", "")  # lets another machine read /metrics
METRICS_OF_MANY_PROCESSES = bool(environment.text("PROMETHEUS_MULTIPROC_DIR", ""))  # gunicorn.conf.py sets it

globals().update(environment.mail("EMAIL_URL", otherwise=INTERCHANGE_HOME / "mail"))
DEFAULT_FROM_EMAIL = environment.text("EMAIL_FROM", "interchange@localhost", told=True)
LOGGING = logging_settings(environment.text("LOG_LEVEL", "INFO", told=True).upper())
configure_structlog()
