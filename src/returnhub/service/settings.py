"""Settings of the service. What differs from place to place is read once, from the environment: `PLACE`."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from psycopg.conninfo import conninfo_to_dict

from returnhub.journal.rooms import ROOMS

BASE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Organisation:
    """The OpenID provider of those who sign in with their organisation; without an issuer there is none."""

    issuer: str
    name: str
    client: str
    secret: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where this process runs: addresses of the database by role, the keys, the names it answers to."""

    web: str
    monitors: str
    lawyers: str
    clinicians: str
    secret: str
    hosts: tuple[str, ...]
    https: bool
    home: Path
    organisation: Organisation


def _secret(home: Path) -> str:
    """The key that signs sessions, made at set-up; without one, sessions end with the process."""
    try:
        return (home / "secret").read_text(encoding="ascii").strip()
    except OSError:
        return os.urandom(32).hex()


def place() -> Place:
    """What the environment says."""
    env = os.environ
    home = Path(env.get("RETURNHUB_HOME", "") or Path.home() / ".local" / "share" / "returnhub")
    return Place(
        web=env.get("RETURNHUB_DATABASE_WEB", "") or env.get("RETURNHUB_DATABASE_JOBS", "dbname=returnhub"),
        monitors=env.get("RETURNHUB_DATABASE_MONITORS", ""),
        lawyers=env.get("RETURNHUB_DATABASE_LAWYERS", ""),
        clinicians=env.get("RETURNHUB_DATABASE_CLINICIANS", ""),
        secret=_secret(home),
        hosts=tuple(h for h in env.get("RETURNHUB_HOSTS", "127.0.0.1,localhost").split(",") if h),
        https=env.get("RETURNHUB_HTTPS", "") == "1",
        home=home,
        organisation=Organisation(
            issuer=env.get("RETURNHUB_OIDC_ISSUER", ""),
            name=env.get("RETURNHUB_OIDC_NAME", "") or "your organisation",
            client=env.get("RETURNHUB_OIDC_CLIENT", ""),
            secret=_text(env.get("RETURNHUB_OIDC_SECRET_FILE", "")),
        ),
    )


def _text(path: str) -> str:
    return Path(path).read_text(encoding="utf-8").strip() if path else ""


def organisations(where: Place) -> dict[str, dict[str, object]]:
    """The OpenID provider as allauth wants it."""
    found = where.organisation
    if not found.issuer:
        return {}
    app = {
        "provider_id": "organisation",
        "name": found.name,
        "client_id": found.client,
        "secret": found.secret,
        "settings": {"server_url": found.issuer, "fetch_userinfo": False},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


PLACE = place()


def database(address: str) -> dict[str, object]:
    """A database of Django's at an address for psycopg."""
    parts = conninfo_to_dict(address)
    options = {
        k: v for k, v in parts.items() if k not in ("dbname", "user", "password", "host", "port") and v
    }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname") or "returnhub",
        "USER": parts.get("user") or "",
        "PASSWORD": parts.get("password") or "",
        "HOST": parts.get("host") or "",
        "PORT": str(parts.get("port") or ""),
        "OPTIONS": {
            **options,
            # a statement that hangs gives up its locks; what is put on record has 45 seconds to its commit
            "options": "-c statement_timeout=30s -c lock_timeout=10s"
            + " -c idle_in_transaction_session_timeout=40s "
            + str(parts.get("options") or ""),
        },
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "TIME_ZONE": None,
    }


DATABASES = {
    "default": database(PLACE.web),
    "monitors": database(PLACE.monitors or PLACE.web),
    "lawyers": database(PLACE.lawyers or PLACE.web),
    "clinicians": database(PLACE.clinicians or PLACE.web),
}
"""All but `default` are other roles in one database, who alone read what is confidential to them."""

SECRET_KEY = PLACE.secret
DEBUG = False
ALLOWED_HOSTS = list(PLACE.hosts)
ROOT_URLCONF = "returnhub.service.urls"
WSGI_APPLICATION = "returnhub.service.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "procrastinate.contrib.django",
    *(f"returnhub.{room}.apps.Room" for room in ROOMS),
    "returnhub.service.apps.Room",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "returnhub.service.limits.NotTooMuch",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "returnhub.accounts.middleware.WhoActs",
    "returnhub.service.transaction.OneTransaction",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE / "templates", *(BASE.parent / room / "templates" for room in ROOMS)],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "returnhub.service.jinja.environment",
            "context_processors": ["returnhub.service.around.around"],
        },
    },
    # allauth's and Django's own pages that we do not write
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

_SELF = "'self'"
_ELSEWHERE = [f"{u.scheme}://{u.netloc}" for u in (urlsplit(PLACE.organisation.issuer),) if u.netloc]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": [_SELF],
        "style-src": [_SELF],
        "img-src": [_SELF],
        "font-src": [_SELF],
        "connect-src": [_SELF],
        # a form that begins an organisation's sign-in is led on to its provider
        "form-action": [_SELF, *_ELSEWHERE],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "returnhub.service.refusals.form_too_old"
SECURE_SSL_REDIRECT = PLACE.https
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PLACE.https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_HSTS_SECONDS = 31_536_000 if PLACE.https else 0

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

# what rates are counted in, and which codes were used: one place for every process
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"}}

# --- sign-in: allauth with two factors; nobody signs up, an administrator adds people ---
HOME = PLACE.home
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "returnhub.accounts.adapters.Accounts"
ACCOUNT_FORMS = {"login": "returnhub.accounts.forms.SignInForm"}
ACCOUNT_SESSION_REMEMBER = True
# axes stops somebody who guesses, and says until when; these stop who guesses many
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,10/5m/key"}
SOCIALACCOUNT_ADAPTER = "returnhub.accounts.adapters.SocialAccounts"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_PROVIDERS = organisations(PLACE)
ORGANISATION = PLACE.organisation.name
MFA_ADAPTER = "returnhub.accounts.adapters.SecondFactor"
MFA_FORMS = {"authenticate": "returnhub.accounts.forms.CodeForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "returnhub"
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "/sign-in/"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "returnhub.accounts.views.sign_in.locked"
AXES_USERNAME_CALLABLE = "returnhub.accounts.views.sign_in.who_tries"
AXES_ENABLE_ADMIN = False
