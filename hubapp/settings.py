"""Typed settings, read from the environment once. The only door to the environment."""

from __future__ import annotations

import hashlib
import os
from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "HUBAPP_"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""Names of this machine, as they stand in addresses."""
_PORT_OF_TLS = 465
_PORTS = {"http": 80, "https": 443}


class Settings(BaseSettings):
    """``HUBAPP_<NAME>``; each also from the file named by ``HUBAPP_<NAME>_FILE``.

    encryption_keys: comma-separated Fernet keys, the first encrypts, all decrypt.
    secret_key_fallbacks: comma-separated secret keys of before; what they signed is still taken.
    password_salt: passwords fit only with the one that they were made with.
    braze_extra_endpoints: comma-separated origins allowed besides Braze's own hosts, each for all
    workspaces or, as ``<workspace id>=<origin>``, for one.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    data_dir: Path = Path("instance")
    database_url: str = Field("", repr=False)
    redis_url: str = Field("redis://127.0.0.1:6379/0", repr=False)
    secret_key: str = Field("", repr=False)
    secret_key_fallbacks: str = Field("", repr=False)
    password_salt: str = Field("", repr=False)
    encryption_keys: str = Field("", repr=False)
    base_url: str = "http://127.0.0.1:8000"
    braze_extra_endpoints: str = ""
    demo_email: str = "demo@example.com"
    demo_password: str = Field("", repr=False)
    mail_server: str = ""
    mail_port: int = 587
    mail_tls: Literal["", "starttls", "tls", "none"] = ""
    """How a mail server is talked to; without it by port: 465 ``tls``, any other ``starttls``."""
    mail_username: str = ""
    mail_password: str = Field("", repr=False)
    mail_from: str = "hubapp@localhost"
    database_connections: int = Field(16, ge=1, description="Of a web process, at most")
    trusted_proxies: int = Field(0, ge=0, description="Reverse proxies whose headers count")
    lanes: int = Field(4, ge=1, le=64, description="Delivery lanes of a new connection")
    sweep_seconds: float = Field(2.0, gt=0, description="Pause between two sweeps, seconds")
    worker_threads: int = Field(4, ge=1, le=64, description="Lanes that a worker drains at once")
    lease_seconds: float = Field(45.0, gt=0, description="Lease of a lane, seconds")
    send_timeout_seconds: float = Field(30.0, gt=0, description="Of one outgoing request")
    rate_limit_submissions: str = "3000 per minute"
    """By hub and address of the network. A whole audience may share one address."""
    rate_limit_visitor: str = "60 per minute"
    """Of one visitor at one card."""
    metrics_token: str = Field("", repr=False)
    """Who may read /metrics; without one, nobody."""
    log_level: str = "info"
    rate_limit_login: str = "10 per minute"
    """Of guesses at passwords and asking for reset mails, by address of the network."""
    rate_limit_account: str = "10 per hour"
    """Of wrong passwords, and of reset mails, of one account, wherever they come from."""

    @cached_property
    def database(self) -> str:
        """SQLAlchemy address; SQLite in ``data_dir`` when none is set."""
        if not self.database_url:
            return f"sqlite:///{(self.data_dir / 'hubapp.db').resolve()}"
        address = self.database_url
        for prefix in ("postgres://", "postgresql://"):
            if address.startswith(prefix):
                return "postgresql+psycopg://" + address[len(prefix) :]
        return address

    def endpoints_of(self, workspace_id: int) -> tuple[str, ...]:
        """Origins that a workspace may send to beside Braze's, such as ``http://127.0.0.1:9911``,
        without a trailing slash."""
        listed = self._listed_endpoints()
        return tuple(origin for whose, origin in listed if whose in ("", str(workspace_id)))

    @property
    def endpoints_of_all(self) -> tuple[str, ...]:
        """Those that every workspace may send to."""
        return tuple(origin for whose, origin in self._listed_endpoints() if not whose)

    def _listed_endpoints(self) -> list[tuple[str, str]]:
        parts = (each.strip().rstrip("/") for each in self.braze_extra_endpoints.split(","))
        cut = (each.rpartition("=") for each in parts if each)
        return [(whose.strip(), origin.strip()) for whose, _, origin in cut]

    @property
    def mail_security(self) -> str:
        """``starttls``, ``tls`` from the first byte, or ``none``."""
        return self.mail_tls or ("tls" if self.mail_port == _PORT_OF_TLS else "starttls")

    @property
    def host(self) -> str:
        """The name under which visitors reach us, of IPv6 in brackets."""
        name = urlsplit(self.base_url).hostname or ""
        return f"[{name}]" if ":" in name else name

    @property
    def origin(self) -> str:
        """Scheme, name and port of our pages, as browsers write them: without the usual port."""
        parts = urlsplit(self.base_url)
        port = "" if parts.port in (None, _PORTS.get(parts.scheme)) else f":{parts.port}"
        return f"{parts.scheme}://{self.host}{port}"

    @property
    def local(self) -> bool:
        """Only this machine reaches us by the base URL, as in the demo."""
        return self.host in LOOPBACK

    @property
    def https(self) -> bool:
        """Visitors reach us over HTTPS, so cookies may be marked Secure."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def old_secret_keys(self) -> list[str]:
        """Secret keys of before, newest first."""
        return [each.strip() for each in self.secret_key_fallbacks.split(",") if each.strip()]

    @property
    def salt_of_passwords(self) -> str:
        """``password_salt``; where none is set, of the secret key, which then cannot be changed
        without every password."""
        made = hashlib.sha256(f"password-salt:{self.secret_key}".encode()).hexdigest()
        return self.password_salt or made

    @property
    def encryption_key_list(self) -> tuple[str, ...]:
        """Fernet keys, newest first."""
        return tuple(each.strip() for each in self.encryption_keys.split(",") if each.strip())


def read_settings() -> Settings:
    """Settings of this process. A ``HUBAPP_X_FILE`` fills ``HUBAPP_X`` where that is unset.

    Raises pydantic.ValidationError and OSError, both with the name of the setting.
    """
    from_files = {}
    for name, value in os.environ.items():
        plain = name.removeprefix(PREFIX).removesuffix("_FILE").lower()
        if not (name.startswith(PREFIX) and name.endswith("_FILE") and value):
            continue
        if plain in Settings.model_fields and f"{PREFIX}{plain.upper()}" not in os.environ:
            from_files[plain] = Path(value).read_text("utf-8").strip()
    return Settings(**from_files)  # type: ignore[arg-type]  # pydantic reads the texts


def demo_port() -> int:
    """``PORT`` of ``make demo``, 8000 when unset."""
    return int(os.environ.get("PORT", "8000"))


def demo_data_dir() -> Path:
    """``DATA_DIR`` of ``make demo``, ``./instance`` when unset."""
    return Path(os.environ.get("DATA_DIR") or os.environ.get("HUBAPP_DATA_DIR") or "instance")


def environment_with(**values: str) -> dict[str, str]:
    """A child process's environment: ours plus ``values`` (full names)."""
    return {**os.environ, **values}
