"""The sandbox's Flask app."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response

from hubapp.sandbox import (
    consent,
    control,
    deletion,
    exports,
    identities,
    listing,
    looking,
    messages,
    pages,
    track,
    tuning,
)
from hubapp.sandbox.store import Store


def create_sandbox(data_file: Path | None = None) -> Flask:
    """The app. data_file: where profiles are kept over a restart; in memory only when None."""
    app = Flask(__name__, template_folder="templates", static_folder=None)
    app.url_map.strict_slashes = True
    app.url_map.merge_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = None
    app.extensions["store"] = Store(data_file)
    api = (track, identities, deletion, exports, consent, messages, listing)
    for part in (*api, control, pages, looking, tuning):
        app.register_blueprint(part.bp)

    @app.errorhandler(404)
    @app.errorhandler(405)
    def invalid_url(_error: Exception) -> tuple[dict[str, str], int]:
        return {"message": "Invalid URL"}, 404

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = "default-src 'self'"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return app
