"""All settings in one file; every value that differs between machines is read from the environment.

A machine with nothing set is the demo: embedded PostgreSQL and Valkey, a key kept in the data folder.
`PRODUCTION=1` refuses all three.
"""

from __future__ import annotations

from email.utils import parseaddr
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from redis.backoff import NoBackoff
from redis.retry import Retry

from project import services
from project.environment import (
    SettingError,
    celery_broker,
    env_bool,
    env_choice,
    env_database,
    env_int,
    env_list,
    env_mail,
    env_redis,
    env_site,
    env_str,
)

BASE_DIR = Path(__file__).resolve().parent.parent

PRODUCTION = env_bool("PRODUCTION", False)
DEBUG = env_bool("DEBUG", False)
if PRODUCTION and DEBUG:
    raise SettingError("DEBUG is on and PRODUCTION too; a production server never shows its errors to visitors.")

DATA_DIR = services.data_dir()
SECRET_KEY = env_str("SECRET_KEY")
if PRODUCTION and len(SECRET_KEY) < 50:
    raise SettingError("SECRET_KEY is not set or is short; production needs its own, of 50 characters or more.")
if not SECRET_KEY:
    SECRET_KEY = services.demo_secret_key()
# Keys that were in use before: what they signed still holds while a new one takes over.
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS", [])

ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", [] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", [])
if PRODUCTION and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    raise SettingError("ALLOWED_HOSTS must name the addresses of the site in production, such as hoso.example.vn.")

database = env_database("DATABASE_URL")
REDIS_URL = env_redis("REDIS_URL")
if PRODUCTION and not (database and REDIS_URL):
    raise SettingError(
        "DATABASE_URL and REDIS_URL must be set in production; the embedded servers are for the demo and for tests."
    )
DATABASES = {
    "default": {
        **(database or services.embedded_database()),
        "CONN_MAX_AGE": env_int("CONN_MAX_AGE", 60),
        "CONN_HEALTH_CHECKS": True,
    }
}
DATABASES["default"]["OPTIONS"] = {
    "connect_timeout": 10,
    # Who waits longer than this for another's act gets a sentence (admission_flow.refusals.Busy), not a hanging page.
    "options": "-c lock_timeout=5000",
    **DATABASES["default"].get("OPTIONS", {}),
}
if not REDIS_URL:
    REDIS_URL = services.embedded_redis_url()

INSTALLED_APPS = [
    "project.apps.ProjectConfig",
    # Its migrations must run (user deletion walks them); its tables stay empty and its pages are not mounted.
    # Before our own rooms, so that admission_flow.admin can take its empty tables out of the administration.
    "viewflow.workflow",
    "insights",
    "intake",
    "planning",
    "meetings",
    "training",
    "admission_flow",
    "documents",
    "notices",
    "orgs",
    "journal",
    "guardian",
    "treebeard",
    "channels",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "project.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "project.middleware.readable",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "orgs.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "project.middleware.explained",
]

ROOT_URLCONF = "project.urls"
ASGI_APPLICATION = "project.asgi.application"
WSGI_APPLICATION = "project.wsgi.application"

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
                "project.context.frame",
            ],
        },
    }
]

AUTH_USER_MODEL = "orgs.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
GUARDIAN_RAISE_403 = False
ANONYMOUS_USER_NAME = None

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_ADAPTER = "project.adapters.AccountAdapter"
USERSESSIONS_ADAPTER = "project.adapters.SessionsAdapter"
ACCOUNT_FORMS = {"login": "orgs.forms.SignInForm", "change_password": "orgs.forms.ChangePasswordForm"}
# An agency may share one address: many may sign in from it in a minute, but few fail, and fewer fail on one account.
# "ballot_code": codes that open no ballot (meetings.ballots.views).
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,5/5m/key", "ballot_code": "20/m/ip"}

# An idle person is signed out after this many minutes.
IDLE_MINUTES = env_int("IDLE_MINUTES", 30, least=1)
SESSION_COOKIE_AGE = IDLE_MINUTES * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

BEHIND_TLS = env_bool("BEHIND_TLS", PRODUCTION)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_TLS
if BEHIND_TLS:
    # The address of a visitor is the one that the last so many proxies put into X-Forwarded-For.
    ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXIES", 1)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env_int("HSTS_SECONDS", 31536000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env_bool("HSTS_INCLUDE_SUBDOMAINS", True)
    SECURE_HSTS_PRELOAD = env_bool("HSTS_PRELOAD", True)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        # A sign-in waits for its answers: the client's own patience with a server that is away is six seconds.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2, "retry": Retry(NoBackoff(), 1)},
    }
}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "notices.layer.LiveLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": "admission"},
    }
}
# An open socket asks this often whether its session still holds.
LIVE_CHECK_SECONDS = env_int("LIVE_CHECK_SECONDS", 60, least=1)

# Without a mail server no letter is written, and nothing waits for one.
MAIL_SERVER = env_mail("MAIL_URL")
MAIL_FROM = env_str("MAIL_FROM")
# Where the links of letters lead.
SITE_URL = env_site("SITE_URL", secure=PRODUCTION)
# Letters go to addresses of these domains only; to any where none is named.
MAIL_DOMAINS = [domain.lower().removeprefix("@") for domain in env_list("MAIL_DOMAINS", [])]
# Whether a letter names a candidate by the initial of the given name beside the number of the case.
MAIL_INITIALS = env_bool("MAIL_INITIALS", True)
# So long a letter waits for further notices to the same person.
MAIL_GATHER_SECONDS = env_int("MAIL_GATHER_SECONDS", 60)
if MAIL_SERVER is not None:
    if not (MAIL_FROM and SITE_URL):
        raise SettingError("MAIL_URL is set, so MAIL_FROM (who letters are from) and SITE_URL must be set too.")
    try:
        validate_email(parseaddr(MAIL_FROM)[1])
    except ValidationError:
        raise SettingError("MAIL_FROM is no address; write hoso@example.vn or Name <hoso@example.vn>.") from None
    MAIL_SERVER["timeout"] = env_int("MAIL_TIMEOUT", 10, least=1)

CELERY_BROKER_URL = celery_broker(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BEAT_SCHEDULE = {
    # What a stopped worker missed is not worth doing twice: a sweep takes all that waits.
    "deliver waiting notices": {"task": "notices.tasks.sweep", "schedule": 60.0, "options": {"expires": 55}},
    "forget old letters": {"task": "notices.tasks.forget_letters", "schedule": crontab(hour=3, minute=50)},
    "sign the day's journal": {"task": "journal.tasks.nightly_checkpoint", "schedule": crontab(hour=2, minute=15)},
    "free the steps of who left": {
        "task": "admission_flow.tasks.nightly_free",
        "schedule": crontab(hour=0, minute=5),
    },
    "look for faults of cases": {"task": "admission_flow.tasks.nightly_fsck", "schedule": crontab(hour=2, minute=45)},
    # On every day, since a weekend day may be worked: the office's calendar knows.
    "remind of due days": {"task": "admission_flow.tasks.morning_reminders", "schedule": crontab(hour=7, minute=0)},
    "read the stored files": {"task": "documents.tasks.nightly_check", "schedule": crontab(hour=3, minute=30)},
    # The board looks for itself too; this is for sums that nobody looks at for a while.
    "sum up waiting": {"task": "insights.tasks.roll_up", "schedule": 60.0, "options": {"expires": 55}},
    "measure open cases": {"task": "insights.tasks.measure_open_cases", "schedule": crontab(hour=0, minute=20)},
    "forget uploaded forms": {"task": "intake.tasks.forget_uploads", "schedule": crontab(hour=3, minute=40)},
    "write ballot papers anew": {"task": "meetings.tasks.nightly_rewrite", "schedule": crontab(hour=3, minute=5)},
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["project.formats"]

STATIC_URL = "static/"
STATIC_ROOT = env_str("STATIC_ROOT") or str(DATA_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Ed25519 private key of the journal's checkpoints: a file outside the database.
JOURNAL_KEY_FILE = env_str("JOURNAL_KEY_FILE") or str(DATA_DIR / "journal-key.pem")
CHECKPOINT_DIR = env_str("CHECKPOINT_DIR") or str(DATA_DIR / "checkpoints")

# The files of papers, each under the SHA-256 of its content.
FILES_DIR = env_str("FILES_DIR") or str(DATA_DIR / "files")
UPLOAD_MEGABYTES = env_int("UPLOAD_MEGABYTES", 20, least=1)
# Makes PDFs of forms where the machine has it.
LIBREOFFICE = env_str("LIBREOFFICE", "soffice")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    # An address that is not there and a form sent back are no events; what fails is one.
    # What somebody's PDF has wrong is told to who attaches it.
    "loggers": {"django.request": {"level": "ERROR"}, "pypdf": {"level": "CRITICAL"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env_choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))},
}
