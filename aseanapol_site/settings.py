"""All settings, from the environment.

`.env` in the project's root is read first; a variable that is already set wins over it. An empty
variable counts as missing. Relative paths are relative to the root. The names are explained in
`.env.example`.

Without `DEMO` this is production: whatever is missing is named in one message, and nothing starts.
With `DEMO=1` everything is as in production but for what plain HTTP does not allow.
"""

import os
from pathlib import Path

import environ
import structlog
from django.core.exceptions import ImproperlyConfigured

from aseanapol_site.desk import UNFOLD  # noqa: F401

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
if (BASE_DIR / ".env").is_file():
    env.read_env(BASE_DIR / ".env")

problems = []


def text(name, default=""):
    return os.environ.get(name, "").strip() or default


def flag(name):
    """True for 1, true, yes and on; False for 0, false, no, off and nothing; else a problem."""
    value = text(name, "0").lower()
    if value not in {"1", "true", "yes", "on", "0", "false", "no", "off"}:
        problems.append(f"{name} is {value!r}; it is 1 or 0.")
    return value in {"1", "true", "yes", "on"}


def required(name, *, demo):
    """The variable; with DEMO and without the variable, `demo`. What is missing is noted."""
    value = text(name)
    if not value and not DEMO:
        problems.append(f"{name} is missing.")
    return value or demo


def number(name, default):
    value = text(name, str(default))
    if not value.isdecimal():
        problems.append(f"{name} is {value!r}; it is a whole number.")
        return default
    return int(value)


def database(url):
    """Django's settings for a sqlite:// or postgres:// URL."""
    scheme = url.partition(":")[0]
    if scheme == "sqlite":
        name = env.db_url_config(url)["NAME"]
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name if name == ":memory:" else BASE_DIR / name,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON",
            },
        }
    if scheme in {"postgres", "postgresql"}:
        return env.db_url_config(url) | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    problems.append("A database is given as sqlite:///… or postgres://…, for example sqlite:///var/news.sqlite3.")
    return {"ENGINE": "django.db.backends.dummy"}


# What the environment decides

DEMO = flag("DEMO")
DEBUG = flag("DEBUG")
PORT = number("PORT", 8000)
DATA_DIR = BASE_DIR / text("DATA_DIR", "var")

SECRET_KEY = required("SECRET_KEY", demo="")
if DEMO and not SECRET_KEY:
    problems.append("SECRET_KEY is missing; `make run` makes one.")
elif SECRET_KEY and len(SECRET_KEY) < 50:
    problems.append("SECRET_KEY is too short; it has at least 50 characters.")

ALLOWED_HOSTS = [
    host.strip() for host in required("ALLOWED_HOSTS", demo="localhost,127.0.0.1,[::1]").split(",") if host.strip()
]
CANONICAL_HOST = required("CANONICAL_HOST", demo=f"localhost:{PORT}")
if "/" in CANONICAL_HOST:
    problems.append("CANONICAL_HOST is a host name only, for example www.example.org, without https:// and slashes.")
SITE_ORIGIN = f"{'http' if DEMO else 'https'}://{CANONICAL_HOST}"

DATABASES = {"default": database(required("DATABASE_URL", demo="") or f"sqlite:///{DATA_DIR / 'news.sqlite3'}")}
if text("DATABASE_REPLICA_URL"):
    DATABASES["replica"] = database(text("DATABASE_REPLICA_URL")) | {"TEST": {"MIRROR": "default"}}

CACHES = {"default": env.cache_url_config(text("CACHE_URL", "locmemcache://"))}
vars().update(env.email_url_config(text("EMAIL_URL", "consolemail://")))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = f"ASEANAPOL Newsroom <newsroom@{CANONICAL_HOST.partition(':')[0]}>"

DEMO_PASSWORD = text("DEMO_PASSWORD")

try:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    problems.append(f"DATA_DIR cannot be made: {error.strerror}: {error.filename}.")
if DEBUG and not DEMO:
    problems.append("DEBUG is on; in production it is off.")
if problems:
    raise ImproperlyConfigured(
        "The site cannot start.\n"
        + "\n".join(f"  - {problem}" for problem in problems)
        + "\nSet these in the environment or in .env; .env.example explains each name."
        + ("" if DEMO else "\nTo try the site out, set DEMO=1, or simply call `make run`.")
    )

# The application

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.syndication",
    "csp",
    "taggit",
    "js_asset",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "news",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "aseanapol_site.headers.CompressionMiddleware",
    "aseanapol_site.headers.ContentPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "aseanapol_site.urls"
WSGI_APPLICATION = "aseanapol_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
JOB_HANDLERS = "news.worker.HANDLERS"

TAGGIT_CASE_INSENSITIVE = True

# Language and time

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Asia/Kuala_Lumpur"
USE_TZ = True

# Files. Nothing below MEDIA_ROOT has an address of its own: views decide who may have it.

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"

STORAGES = {
    "default": {"BACKEND": "aseanapol_site.storage.WholeFiles"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if text("S3_BUCKET"):
    STORAGES["default"] = {
        "BACKEND": "aseanapol_site.object_store.ObjectStore",
        "OPTIONS": {
            "bucket_name": text("S3_BUCKET"),
            "endpoint_url": text("S3_ENDPOINT_URL") or None,
            "region_name": text("S3_REGION") or None,
            "access_key": text("S3_ACCESS_KEY") or None,
            "secret_key": text("S3_SECRET_KEY") or None,
            # A bucket is private unless somebody opens it. Those without access lists refuse every file that names one.
            "default_acl": None,
            "file_overwrite": False,
        },
    }

# The form of an event with fifty participants sends some two thousand fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# People

AUTH_USER_MODEL = "news.Account"
LOGIN_URL = "admin:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_AGE = 12 * 60 * 60

# What browsers are told

SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY = {
    feature: []
    for feature in [
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    ]
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}

if not DEMO:
    # The proxy in front ends HTTPS and must set this header itself, whatever a client sends.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"

# Logs go to the console, one line each: for eyes with DEMO, as JSON in production.

log_processors = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
]
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *log_processors,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": [*log_processors, structlog.stdlib.ExtraAdder()],
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *(
                    [structlog.dev.ConsoleRenderer(colors=False)]
                    if DEMO
                    else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
                ),
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Django's own handlers would print an error twice and mail it to nobody.
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
