"""hubapp: engagement hubs whose answers flow into Braze."""

from __future__ import annotations

import atexit
import gc
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_security import Security
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from hubapp import models, web
from hubapp.blueprints import (
    account,
    accounts,
    auth,
    contacts,
    deliveries,
    editor,
    health,
    hubs,
    integrations,
    members,
    messages,
    public,
    results,
)
from hubapp.doors import database
from hubapp.doors.vault import check_secrets
from hubapp.extensions import csrf, db, limiter, migrate
from hubapp.services.editing import ask_before_publishing
from hubapp.services.integrations import doubted_targets
from hubapp.services.operating import REMEMBERED, UNREMEMBERED, Accounts, LibraryMails
from hubapp.settings import Settings, read_settings

_HERE = Path(__file__).parent
_LONGEST_POST = 12 * 1024 * 1024
_MOST_CONTROLS = 20_000
"""Of a screen that is posted: the longest mapping or survey has as many. Its length bounds it, too,
and what strangers may send is far shorter."""
_PATIENCE = 10.0
"""Seconds that a request waits for a connection to the database."""


# A process that ends looks through all it has for what nobody uses any more, and that took longer
# than everything else of stopping.
atexit.register(gc.freeze)


_ROOMS = (
    *(health, auth, account, accounts, members, hubs, contacts, editor),
    *(integrations, deliveries, messages, public, results),
)


def create_app(settings: Settings | None = None) -> Flask:
    """The web application. ``settings``: the environment's when None."""
    settings = settings or read_settings()
    check_secrets(settings)
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(_config(settings))
    app.extensions["settings"] = settings
    _add_templates(app)
    database.init_app(app)
    migrate.init_app(app, db, directory=str(_HERE / "migrations"), render_as_batch=True)
    csrf.init_app(app)
    limiter.init_app(app)
    # Only the constructor takes the class of its mails.
    Security(app, Accounts(db, models.User, models.Role), mail_util_cls=LibraryMails)
    web.init_app(app)
    for rooms in _ROOMS:
        app.register_blueprint(rooms.bp)
    csrf.exempt(public.bp)
    csrf.exempt(health.bp)
    auth.take_over(app)
    ask_before_publishing(app, doubted_targets)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    return app


def _config(settings: Settings) -> dict[str, object]:
    return {
        **_accounts(settings),
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": settings.old_secret_keys,
        "SQLALCHEMY_DATABASE_URI": settings.database,
        "SQLALCHEMY_ENGINE_OPTIONS": _pool(settings),
        "MAX_CONTENT_LENGTH": _LONGEST_POST,
        "MAX_FORM_PARTS": _MOST_CONTROLS,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.https,
        "REMEMBER_COOKIE_SECURE": settings.https,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_DURATION": REMEMBERED,
        "PERMANENT_SESSION_LIFETIME": UNREMEMBERED,
        "WTF_CSRF_TIME_LIMIT": None,
        # web/origins.py knows how a proxy may pass our own address on.
        "WTF_CSRF_SSL_STRICT": False,
        "RATELIMIT_STORAGE_URI": settings.redis_url,
        "RATELIMIT_STORAGE_OPTIONS": {"socket_timeout": 0.3, "socket_connect_timeout": 0.3},
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
        "RATELIMIT_HEADERS_ENABLED": False,
    }


def _pool(settings: Settings) -> dict[str, object]:
    """So many ask the database at once; the rest wait for their turn, for as long as a browser is
    patient. A worker needs one for each of its threads, and a few beside."""
    most = max(settings.database_connections, settings.worker_threads + 4)
    return {"pool_size": most, "max_overflow": 0, "pool_timeout": _PATIENCE}


def _accounts(settings: Settings) -> dict[str, object]:
    """Of flask-security."""
    return {
        "SECURITY_PASSWORD_SALT": settings.salt_of_passwords,
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_LENGTH_MIN": 10,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_REGISTERABLE": False,
        "SECURITY_POST_LOGIN_VIEW": "/hubs/",
        # /log-out is ours: it takes a token, and deletes the row.
        "SECURITY_LOGOUT_METHODS": None,
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_RESET_PASSWORD_WITHIN": timedelta(hours=1),
        # Of what a reset link holds beside the account. The default takes a quarter of a second
        # of everybody's time, which tells whoever asked that there is an account.
        "SECURITY_HASHING_SCHEMES": ["hex_sha256"],
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_USE_VERIFY_PASSWORD_CACHE": False,
        "SECURITY_LOGIN_USER_TEMPLATE": "auth/login.html",
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_EMAIL_SENDER": settings.mail_from,
        "SECURITY_STATIC_FOLDER": None,
        # No /verify: nothing asks for a password twice yet, and its page would be the library's
        # own, whose inline style our policy refuses.
        "SECURITY_FRESHNESS": timedelta(minutes=-1),
    }


def _add_templates(app: Flask) -> None:
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(_HERE / "templates"),
            PrefixLoader(
                {
                    "cards": FileSystemLoader(_HERE / "cards"),
                    "fields": FileSystemLoader(_HERE / "fields"),
                    "destinations": FileSystemLoader(_HERE / "destinations"),
                }
            ),
        ]
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
