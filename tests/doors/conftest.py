"""A certificate for servers of this machine, doors that begin anew, and small databases."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask

from hubapp.doors import http
from hubapp.extensions import db
from tests.doors.one_table import app_at, make_table

HOST = "rest.example"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate in one file, for ``rest.example`` and this machine."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    names = [x509.DNSName(HOST), x509.DNSName("localhost"), x509.IPAddress(IPv4Address(0x7F000001))]
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    pem = serialization.Encoding.PEM
    file.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(pem)
    )
    return file


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    """The server's side of TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture(autouse=True)
def no_kept_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test opens its own connections."""
    monkeypatch.setattr(http, "_sessions", threading.local())


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'door.db'}"
    url = str(request.getfixturevalue("postgres").database("door"))
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


@pytest.fixture
def door(address: str) -> Iterator[Flask]:
    """An app with one table, that of workspaces, and Acme in it, on both databases."""
    yield from _with_table(app_at(address))


@pytest.fixture
def sqlite_door(tmp_path: Path) -> Iterator[Flask]:
    """``door`` on SQLite alone."""
    yield from _with_table(app_at(f"sqlite:///{tmp_path / 'door.db'}"))


def _with_table(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        make_table()
        yield app
        db.session.remove()
        db.engine.dispose()
