"""Braze's REST hosts (CONTRACT 1.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from hubapp.core.destination import OutgoingRequest
from hubapp.core.words import Words

INSTANCES: dict[str, tuple[str, str]] = {
    **{f"US-0{n}": (f"dashboard-0{n}.braze.com", f"rest.iad-0{n}.braze.com") for n in range(1, 9)},
    "US-09": ("dashboard-09.braze.com", "rest.us-09.braze.com"),
    "US-10": ("dashboard.us-10.braze.com", "rest.us-10.braze.com"),
    "EU-01": ("dashboard-01.braze.eu", "rest.fra-01.braze.eu"),
    "EU-02": ("dashboard-02.braze.eu", "rest.fra-02.braze.eu"),
    "AU-01": ("dashboard.au-01.braze.com", "rest.au-01.braze.com"),
    "ID-01": ("dashboard.id-01.braze.com", "rest.id-01.braze.com"),
    "JP-01": ("dashboard.jp-01.braze.com", "rest.jp-01.braze.com"),
    "KR-01": ("dashboard.kr-01.braze.com", "rest.kr-01.braze.com"),
}
"""Instance -> dashboard host, REST host."""

USER_AGENT = "partner-Hubapp-EngagementHub/0.1.0"
"""One agent for all traffic, in Braze's form for partners (CONTRACT 1.3)."""
_BY_DASHBOARD = dict(INSTANCES.values())
_REST = re.compile(r"rest(\.[a-z0-9-]+)+\.braze\.(com|eu)")


def to_braze(
    settings: Mapping[str, Any], secret: str, body: bytes, path: str = "/users/track"
) -> OutgoingRequest:
    """A request with this body."""
    headers = {
        "Authorization": f"Bearer {secret}",
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
    }
    return OutgoingRequest("POST", f"{settings['endpoint']}{path}", headers, body)


def rest_url(instance: str) -> str | None:
    """``US-08`` -> ``https://rest.iad-08.braze.com``; None when there is no such instance."""
    hosts = INSTANCES.get(instance.strip().upper())
    return f"https://{hosts[1]}" if hosts else None


def instance_of(endpoint: str) -> str:
    """The instance of a REST endpoint for sentences; the host when it has no known name."""
    host = urlsplit(endpoint).hostname or endpoint
    return next((name for name, hosts in INSTANCES.items() if hosts[1] == host), host)


def endpoint_of(text: str, extra_endpoints: Sequence[str] = ()) -> tuple[str, Words | None]:
    """``(endpoint, None)`` or ``("", sentence)``. Takes an instance, the dashboard's address, a
    REST host, or an address with a path behind it; origins in ``extra_endpoints`` pass as they are.
    """
    text = text.strip()
    if not text:
        return "", Words("Pick the instance of your dashboard, or paste the dashboard's address.")
    if named := rest_url(text):
        return named, None
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return "", Words("This is not an address. It looks like https://rest.iad-01.braze.com.")
    origin = f"{parts.scheme}://{parts.netloc.lower()}"
    if origin in {each.rstrip("/").lower() for each in extra_endpoints}:
        return origin, None
    if parts.username or (port not in (None, 443)):
        return "", Words("The address must have no port and no user name in it.")
    if host in _BY_DASHBOARD:
        return f"https://{_BY_DASHBOARD[host]}", None
    return _checked_rest(parts.scheme, host)


def _checked_rest(scheme: str, host: str) -> tuple[str, Words | None]:
    if host.startswith("sdk."):
        return "", Words(
            "This is an SDK address; it takes no REST calls. Use the REST endpoint, for example "
            "https://rest.iad-01.braze.com."
        )
    if scheme != "https":
        return "", Words(
            "The endpoint must start with https, so that nobody can read the key on its way."
        )
    if not _REST.fullmatch(host):
        return "", Words(
            "This is not a Braze REST endpoint. Pick your instance, or paste the address of your "
            "Braze dashboard."
        )
    return f"https://{host}", None
