"""The edge, shared by every screen: who may enter, addresses of files, headers, errors, words."""

from __future__ import annotations

from functools import partial

from flask import Flask

from hubapp.cards import card_type_of, opened
from hubapp.fields import field_kind_of
from hubapp.web import (
    addresses,
    assets,
    bodies,
    errors,
    headers,
    logins,
    origins,
    page_cache,
    pictures,
    viewing,
    words,
)


def init_app(app: Flask) -> None:
    """Hang the edge onto the app."""
    app.url_map.converters.update(int=addresses.Id, long=addresses.LongId)
    app.register_blueprint(assets.bp)
    bodies.init_app(app)
    origins.init_app(app)
    errors.init_app(app)
    logins.init_app(app)
    words.init_app(app)
    app.after_request(headers.add_headers)
    viewing.init_app(app)
    app.jinja_env.globals.update(
        asset_url=assets.asset_url,
        picture_url=pictures.picture_url,
        picture_tag=pictures.picture_tag,
        icon=assets.icon,
        csp_nonce=headers.csp_nonce,
        card_type_of=card_type_of,
        opened=opened,
        field_kind_of=field_kind_of,
    )
    remembered = page_cache.in_front_of(app.wsgi_app, partial(viewing.note, app))
    app.wsgi_app = remembered  # type: ignore[method-assign, assignment]
