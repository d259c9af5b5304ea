"""A certificate authority for servers of this machine."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "rest.example"
LOOPBACK = IPv4Address("127.0.0.1")
PEM = serialization.Encoding.PEM


def server_side(file: Path) -> ssl.SSLContext:
    """What a server with this key and certificate speaks TLS with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


class Authority:
    """bundle: the file for those who trust it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.bundle = folder, folder / "authority.pem"
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of a test")])
        may = x509.KeyUsage(*[each in (5, 6) for each in range(9)])
        made = (
            self._begun(self.name, self.key, days=1)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(may, critical=True)
            .sign(self.key, hashes.SHA256())
        )
        self.bundle.write_bytes(made.public_bytes(PEM))

    def certificate(self, host: str = HOST, days: float = 1) -> Path:
        """Key and certificate in one file, for this name and for this machine. days: how
        long it is good; below nothing it was until then."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        names = [x509.DNSName(host), x509.DNSName("localhost"), x509.IPAddress(LOOPBACK)]
        signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        made = (
            self._begun(name, key, days)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(signer, critical=False)
            .sign(self.key, hashes.SHA256())
        )
        secret = key.private_bytes(
            PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file = self.folder / f"{host}-{days:g}.pem"
        file.write_bytes(secret + made.public_bytes(PEM))
        return file

    def _begun(self, of: x509.Name, key: ec.EllipticCurvePrivateKey, days: float):
        public, now = key.public_key(), datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(of)
            .issuer_name(self.name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=2))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        )


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Whom the door of a test trusts, instead of the public ones."""
    return Authority(tmp_path_factory.mktemp("tls"))
