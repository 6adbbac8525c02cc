"""TLS by certificate files: a visitor who trusts the office's root is served, over plain HTTP nobody is."""

import os
import ssl
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from accounts import database, people
from accounts.settings import Settings
from tests.accounts.conftest import PASSWORD
from tests.browser.conftest import ROOT, free_port


def write_certificate(folder):
    """A certificate for 127.0.0.1 that is its own root, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "guatu.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "guatu.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    (folder / "guatu.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )


@pytest.fixture
def server(tmp_path):
    """The address of a server with a certificate of its own, without http:// or https://."""
    write_certificate(tmp_path)
    (tmp_path / "server.toml").write_text('[tls]\ncertificate = "guatu.pem"\nkey = "guatu.key"\n')
    engine = database.open_database(tmp_path)
    people.add(engine, "guanli", "管理员", {"administrator"}, password=PASSWORD, rules=Settings().password)
    engine.dispose()
    port = free_port()
    command = [sys.executable, "-m", "accounts.serving", "--host", "127.0.0.1", "--port", str(port)]
    environment = {name: value for name, value in os.environ.items() if name != "GUATU_LEDGER"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment | {"GUATU_STORE": str(tmp_path)}, stdout=subprocess.DEVNULL
    ) as process:
        try:
            yield f"127.0.0.1:{port}", process
        finally:
            process.terminate()


def test_served_encrypted_only(server, tmp_path):
    host, process = server
    trusting = ssl.create_default_context(cafile=str(tmp_path / "guatu.pem"))
    with httpx.Client(verify=trusting, trust_env=False, timeout=30) as client:
        while True:
            assert process.poll() is None
            try:
                answer = client.get(f"https://{host}/sign-in")
                break
            except httpx.ConnectError:  # it does not listen yet
                time.sleep(0.2)
        assert answer.status_code == 200
        assert "guanli" not in answer.text
        cookies = [value for name, value in answer.headers.multi_items() if name == "set-cookie"]
        assert cookies
        assert all("Secure" in cookie for cookie in cookies)
        with pytest.raises(httpx.TransportError):
            client.get(f"http://{host}/sign-in")
    with (
        httpx.Client(trust_env=False) as stranger,
        pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"),
    ):
        stranger.get(f"https://{host}/sign-in")
