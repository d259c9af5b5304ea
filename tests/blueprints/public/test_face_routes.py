"""Visitors get a brand's face from our own origin, for a year, with what stands in meanwhile."""

from __future__ import annotations

import re

from hubapp.services import editing
from tests.support.faces import BODY


def test_a_page_loads_the_face_and_nothing_jumps(client, hub):
    editing.choose_face(hub.id, None, "Brand.woff2", BODY)
    editing.publish(hub.id, None)
    page = client.get(f"/h/{hub.slug}/").text
    (address,) = re.findall(r'<link rel="preload" href="(/faces/[0-9a-f]+\.woff2)"', page)
    face = client.get(address)
    assert (face.status_code, face.data) == (200, BODY)
    assert face.content_type == "font/woff2"
    assert face.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    (looks,) = re.findall(r'href="(/h/[^"]+/theme-[^"]+)"', page)
    style = client.get(looks)
    assert "max-age=31536000" in style.headers["Cache-Control"]
    assert f'src:url("{address}") format("woff2")' in style.text
    for said in ("font-display:swap", "size-adjust:", "ascent-override:", "--display-scale:"):
        assert said in style.text, said


def test_what_is_no_face_is_not_there(client):
    assert client.get("/faces/unknown.woff2").status_code == 404
