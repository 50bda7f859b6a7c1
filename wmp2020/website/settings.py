"""Django's settings. What an installation may change is an environment variable, WMP2020_…: see DEVELOPERS.md.

Production is WMP2020_PRODUCTION=1: it demands a database, a secret, the hosts' names and a server for its mail, and
refuses the demonstration.
"""

import os
from pathlib import Path

from wmp2020.plumbing import postgres
from wmp2020.plumbing.closed import closed

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("WMP2020_VAR") or ROOT / "var")
PRODUCTION = os.environ.get("WMP2020_PRODUCTION") == "1"
DEBUG = os.environ.get("WMP2020_DEBUG") == "1" and not PRODUCTION
if VAR == ROOT / "var":  # a folder that was named keeps the rights it was given
    closed(VAR, passed=os.geteuid() == 0)  # root's embedded server, another user, passes through

# The installation's own secret, made once and kept 0600 in VAR unless given.
SECRET_KEY = os.environ.get("WMP2020_SECRET") or postgres.kept_secret(VAR / "secret", production=PRODUCTION)
# The journal's chain is keyed apart, so that the other secret can be changed without ending the chain.
JOURNAL_SECRET = os.environ.get("WMP2020_JOURNAL_SECRET") or SECRET_KEY
JOURNAL_WITNESS = Path(os.environ.get("WMP2020_JOURNAL_WITNESS") or VAR / "journal-witness")
ALLOWED_HOSTS = os.environ.get("WMP2020_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
# Who hears of a weakness, as a URI (mailto: or https:); /.well-known/security.txt stands once it is set.
SECURITY_CONTACT = os.environ.get("WMP2020_SECURITY_CONTACT", "")
CSRF_FAILURE_VIEW = "wmp2020.website.views_errors.csrf_failed"
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("WMP2020_ORIGINS", "").split(",") if o]

# The force this installation serves: forces/<id>.yaml. Unset: the force that the loaded data belongs to.
FORCE = os.environ.get("WMP2020_FORCE", "")
FORCES = Path(os.environ.get("WMP2020_FORCES") or ROOT / "forces")
# A folder of open data laid out as the west-midlands folder; unset, the one beside the project is used when there.
DATA = os.environ.get("WMP2020_DATA", "")
BESIDE = ROOT.parent / "shared" / "data" / "west-midlands"
# A folder with a *.pmtiles and fonts/; unset, `basemap` in the data folder is used when there.
BASEMAP = os.environ.get("WMP2020_BASEMAP", "")
# Where publishers are asked when no folder is at hand; an empty address switches them off.
PUBLISHERS = {
    "police_uk": os.environ.get("WMP2020_POLICE_UK", "https://data.police.uk"),
    "geography": os.environ.get(
        "WMP2020_ONS_GEOGRAPHY", "https://services1.arcgis.com/ESMARspQHYMw9BZ9/arcgis/rest/services"
    ),
    "nomis": os.environ.get("WMP2020_NOMIS", "https://www.nomisweb.co.uk/api/v01/dataset/NM_2021_1.data.csv"),
}
ARCHIVE = Path(os.environ.get("WMP2020_ARCHIVE") or VAR / "archive")
ASSETS = ROOT / "build" / "assets"

# The API answers each client so many requests a second after a burst, 0 for no limit. X-Forwarded-For and
# X-Forwarded-Proto are believed only from these proxies (addresses or CIDR ranges, separated by commas).
API_RATE = float(os.environ.get("WMP2020_API_RATE", "15"))
API_BURST = int(os.environ.get("WMP2020_API_BURST", "30"))
API_PROXIES = os.environ.get("WMP2020_PROXIES", "").split(",")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # used by the templates of allauth.mfa
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "wmp2020.information",
    "wmp2020.listen",
    "wmp2020.website",
]

MIDDLEWARE = [
    "wmp2020.website.middleware.known_proxies",
    "wmp2020.website.middleware.measured",  # one structured log line and one metric a request
    "wmp2020.website.middleware.careful_headers",
    "wmp2020.website.middleware.api_first",  # /api/ needs no session, cookie or account: answered before the rest
    "django.middleware.security.SecurityMiddleware",
    "wmp2020.website.files.Files",  # built assets and the base map
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "wmp2020.website.middleware.Methods",  # before the form's proof is asked for
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wmp2020.website.middleware.Refusals",  # a rule's no becomes a page with its reason
]

ROOT_URLCONF = "wmp2020.website.urls"
WSGI_APPLICATION = "wmp2020.website.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "wmp2020.website.pages.environment"},
    },
    {  # allauth's own pages reach our frame through the one layout here
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "wmp2020/website/django_templates"],
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

DATABASES = {"default": postgres.settings(os.environ, var=VAR, production=PRODUCTION)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "website.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/staff/"
ACCOUNT_ADAPTER = "wmp2020.website.sign_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address gets no mail, and the page does not say which it was
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before an address or a password is changed: a screen may be left open
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A key is one account tried from one source (sign_in.Adapter); a source alone may fail more often: hostels share one.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/15m/ip,5/15m/key"}
MFA_ADAPTER = "wmp2020.website.sign_in.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "WMP2020"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION  # a demonstration has no certificate
SESSION_COOKIE_AGE = 30 * 60  # idle; sign_in.staff_only ends a session for good after 12 hours
SESSION_SAVE_EVERY_REQUEST = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # a cookie would hold the person's name

# The limits on signing in are counted here: shared by every process and machine, as a per-process cache would not be.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "website_cache"}}

# Mail leaves by an SMTP server when one is named; a demonstration keeps it as files.
EMAIL_HOST = os.environ.get("WMP2020_SMTP_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_PORT = int(os.environ.get("WMP2020_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("WMP2020_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("WMP2020_SMTP_PASSWORD", "")
EMAIL_USE_TLS = True
EMAIL_FILE_PATH = VAR / "mail"
if not PRODUCTION:
    for kept in (EMAIL_FILE_PATH, VAR / "logs"):  # a mail's link opens an account
        closed(kept)
elif not EMAIL_HOST:
    raise SystemExit(
        "WMP2020_PRODUCTION=1 needs WMP2020_SMTP_HOST: mail kept as files opens accounts to whoever reads."
    )
DEFAULT_FROM_EMAIL = os.environ.get("WMP2020_MAIL_FROM", "no-reply@localhost")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = "wmp2020.website.jobs.prepare"

# Who may read /metrics besides this machine itself: whoever sends this as a bearer token.
METRICS_TOKEN = os.environ.get("WMP2020_METRICS_TOKEN", "")

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [ROOT / "wmp2020/website/locale"]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
# `npm run build` leaves what browsers get in ASSETS, compressed, in a folder named by its content: they may keep it.
STATIC_ROOT = ASSETS if ASSETS.is_dir() else None
WHITENOISE_USE_FINDERS = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/[0-9a-f]{16}/"

SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
SECURE_SSL_REDIRECT = False  # the proxy's task; under /api/ a redirect would lose a POST's body
# middleware.known_proxies drops the header when nobody known sent it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if any(API_PROXIES) else None
SECURE_HSTS_SECONDS = 63072000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
# Not no-referrer: with it a browser sends "Origin: null" with our own forms, which the CSRF check must refuse.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SELF = ["'self'"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "script-src": SELF,
        "style-src": SELF,
        "font-src": SELF,
        "connect-src": SELF,
        "manifest-src": SELF,
        "form-action": SELF,
        "worker-src": SELF,
        "img-src": ["'self'", "data:", "blob:"],
        # Strings become markup or scripts nowhere; the one policy, in map.js, lets MapLibre start our own worker.
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["default"],
    }
}

LOGGING_CONFIG = "wmp2020.plumbing.logs.configure"
LOGGING = {"level": os.environ.get("WMP2020_LOG", "INFO")}
TEST_RUNNER = "django.test.runner.DiscoverRunner"
