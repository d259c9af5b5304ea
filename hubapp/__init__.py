"""hubapp: engagement hubs whose answers flow into Braze."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

from flask import Flask, has_request_context, request
from flask_security import SQLAlchemyUserDatastore
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader
from sqlalchemy import event
from werkzeug.middleware.proxy_fix import ProxyFix

from hubapp import models, web
from hubapp.blueprints import auth, editor, health, integrations, public
from hubapp.extensions import csrf, db, limiter, migrate, security
from hubapp.mail import MailDoor
from hubapp.remembering import in_front_of
from hubapp.settings import Settings, read_settings

_HERE = Path(__file__).parent
_LONGEST_POST = 12 * 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """The web application. ``settings``: the environment's when None."""
    settings = settings or read_settings()
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(_config(settings))
    app.extensions["settings"] = settings
    _add_templates(app)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(_HERE / "migrations"), render_as_batch=True)
    csrf.init_app(app)
    limiter.init_app(app)
    security.init_app(
        app,
        SQLAlchemyUserDatastore(db, models.User, models.Role),
        mail_util_cls=MailDoor,
    )
    web.init_app(app)
    for rooms in (health, auth, editor, integrations, public):
        app.register_blueprint(rooms.bp)
    csrf.exempt(public.bp)
    _limit_login(app, settings)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _tune_sqlite)
            event.listen(db.engine, "begin", _begin)
    app.wsgi_app = in_front_of(app.wsgi_app)  # type: ignore[method-assign, assignment]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    return app


def _limit_login(app: Flask, settings: Settings) -> None:
    # flask-security's own views; guessing passwords, or mailing somebody, is kept slow.
    for name in ("security.login", "security.forgot_password"):
        limit = limiter.limit(settings.rate_limit_login, methods=["POST"])
        app.view_functions[name] = limit(app.view_functions[name])  # type: ignore[assignment]


def _config(settings: Settings) -> dict[str, object]:
    if not settings.secret_key:
        raise RuntimeError(
            "HUBAPP_SECRET_KEY is not set. Give it a long random text, or run `hubapp demo`."
        )
    salt = hashlib.sha256(f"password-salt:{settings.secret_key}".encode()).hexdigest()
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database,
        "MAX_CONTENT_LENGTH": _LONGEST_POST,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.https,
        "REMEMBER_COOKIE_SECURE": settings.https,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=14),
        "WTF_CSRF_TIME_LIMIT": None,
        "RATELIMIT_STORAGE_URI": settings.redis_url,
        "RATELIMIT_STORAGE_OPTIONS": {"socket_timeout": 0.3, "socket_connect_timeout": 0.3},
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
        "RATELIMIT_HEADERS_ENABLED": False,
        "SECURITY_PASSWORD_SALT": salt,
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_LENGTH_MIN": 10,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_REGISTERABLE": False,
        "SECURITY_POST_LOGIN_VIEW": "/hubs/",
        "SECURITY_POST_LOGOUT_VIEW": "/login",
        "SECURITY_POST_RESET_VIEW": "/login",
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_USE_VERIFY_PASSWORD_CACHE": False,
        "SECURITY_LOGIN_USER_TEMPLATE": "auth/login.html",
        "SECURITY_FORGOT_PASSWORD_TEMPLATE": "auth/forgot.html",
        "SECURITY_RESET_PASSWORD_TEMPLATE": "auth/reset.html",
        "SECURITY_EMAIL_SENDER": settings.mail_from,
        "SECURITY_EMAIL_SUBJECT_PASSWORD_RESET": "Choose a new password for hubapp",
        "SECURITY_STATIC_FOLDER": None,
    }


def _add_templates(app: Flask) -> None:
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(_HERE / "templates"),
            PrefixLoader(
                {
                    "cards": FileSystemLoader(_HERE / "cards"),
                    "destinations": FileSystemLoader(_HERE / "destinations"),
                }
            ),
        ]
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _tune_sqlite(connection, _record) -> None:  # type: ignore[no-untyped-def]
    # WAL lets visitors read while one writes; the driver must not open transactions by itself,
    # or our BEGIN below would come too late.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=10000")
    # 16 MB: what a drain touches again and again stays in memory.
    cursor.execute("PRAGMA cache_size=-16384")
    # 64 MB of log before it is copied back: a page that many deliveries touch is copied once.
    cursor.execute("PRAGMA wal_autocheckpoint=16000")
    cursor.close()


def _begin(connection) -> None:  # type: ignore[no-untyped-def]
    # Whoever may write takes the lock at once: a transaction that read first and then wants to
    # write is refused by SQLite when another wrote meanwhile.
    reading = has_request_context() and request.method in ("GET", "HEAD")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
