"""Letters over TLS: asked for before anything is said (STARTTLS), or from the first byte; with a sign-in, and only to
a server that shows who it is."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

from notices.models import Mail
from notices.routing import route_waiting
from notices.sending import send_due
from project.environment import env_mail
from tests.notices.acts import tell_of_an_act
from tests.notices.conftest import use
from tests.notices.post_office import PostOffice, address_of, opened, reachable
from tests.people import Bloc

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

NAME, PASSWORD = "hoso", "p@ss-of-the-mail"


def signed_in(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: LoginPassword) -> AuthResult:
    right = given == LoginPassword(NAME.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False, auth_data=given.login if right else None)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 that vouches for itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.office.test")])
    now = timezone.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "mail.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture(params=["smtp+tls", "smtps"])
def guarded(request: Any, certificate: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """An open mail server that takes nothing in the clear and nothing from strangers; MAIL_URL names it.

    It asks for STARTTLS before the sign-in itself; behind TLS from the first byte there is nothing to ask for.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    way: dict[str, Any] = {"smtps": {"ssl_context": context}}.get(
        request.param, {"tls_context": context, "require_starttls": True}
    )
    post = PostOffice()
    with opened(post, authenticator=signed_in, auth_required=True, auth_require_tls=request.param != "smtps", **way):
        use(settings, post)
        monkeypatch.setenv("MAIL_URL", f"{request.param}://{NAME}:{PASSWORD.replace('@', '%40')}@127.0.0.1:{post.port}")
        settings.MAIL_SERVER = (env_mail("MAIL_URL") or {}) | {"timeout": 5}
        yield post


def send_one(bloc: Bloc) -> int:
    reachable(bloc.cell_secretary)
    tell_of_an_act(bloc.cell_secretary)
    route_waiting(at=timezone.now())
    return send_due(at=timezone.now())


def test_a_server_that_shows_who_it_is_gets_the_letter(
    bloc: Bloc, guarded: PostOffice, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert send_one(bloc) == 1
    assert len(guarded.to(address_of(bloc.cell_secretary))) == 1


def test_a_server_that_nobody_vouches_for_gets_nothing(bloc: Bloc, guarded: PostOffice) -> None:
    assert send_one(bloc) == 0
    assert guarded.letters == []
    letter = Mail.objects.get()
    assert (letter.state, letter.attempts) == (Mail.State.WAITING, 1)
    assert "SSLCertVerificationError" in letter.why


def test_a_wrong_password_is_the_servers_matter_and_seen(
    bloc: Bloc, guarded: PostOffice, certificate: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    settings.MAIL_SERVER["password"] = "another"
    assert send_one(bloc) == 0
    letter = Mail.objects.get()
    assert (letter.state, letter.why) == (Mail.State.WAITING, "SMTPAuthenticationError 535")
