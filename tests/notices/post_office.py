"""A real mail server on loopback that can fail in every way, and that counts what it took by Message-ID."""

from __future__ import annotations

import asyncio
import datetime
import email
import email.policy
import logging
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.utils import timezone

from notices.models import Hours, MailAddress
from orgs.models import User
from tests.servers import free_port

# It tells of every line that it hears.
logging.getLogger("mail.log").setLevel(logging.ERROR)


@dataclass
class PostOffice:
    """`answers` are what the next recipients, and `contents` what the next contents get instead of a welcome; "drop"
    cuts the line, "take and drop" takes the letter and cuts the line before saying so."""

    port: int = 0
    letters: list[tuple[str, EmailMessage]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    connections: int = 0
    delay: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def settings(self) -> dict[str, Any]:
        return {"host": "127.0.0.1", "port": self.port, "username": "", "password": "", "use_tls": False,
                "use_ssl": False, "timeout": 2}  # fmt: skip

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def ids(self) -> Counter[tuple[str, str]]:
        """How often each letter came, by address and Message-ID."""
        with self.lock:
            return Counter((address, message["Message-ID"]) for address, message in self.letters)

    def to(self, address: str) -> list[EmailMessage]:
        with self.lock:
            return [message for to, message in self.letters if to == address]

    # What aiosmtpd calls.

    async def handle_EHLO(self, server: SMTP, session: Session, envelope: Envelope, name: str, said: list[str]) -> Any:
        self.connections += 1
        session.host_name = name
        return said

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        if self.answers and (answer := self.answers.pop(0)):
            if answer == "drop":
                _cut(server)
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.delay:
            await asyncio.sleep(self.delay)
        answer = self.contents.pop(0) if self.contents else ""
        if answer and answer != "take and drop":
            return answer
        message = email.message_from_bytes(envelope.original_content or b"", policy=email.policy.default)
        with self.lock:
            self.letters += [(address, message) for address in envelope.rcpt_tos]
        if answer:
            _cut(server)
        return "250 taken"


@contextmanager
def opened(office: PostOffice, **guard: Any) -> Iterator[PostOffice]:
    """Listening until the block ends; a second time at the port of the first. `guard` is what aiosmtpd's controller
    takes for TLS and sign-in."""
    controller = Controller(office, hostname="127.0.0.1", port=office.port, ready_timeout=10, **guard)
    if office.port == 0:
        controller.port = free_port()
    controller.start()
    office.port = controller.port
    try:
        yield office
    finally:
        controller.stop(no_assert=True)


def _cut(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


def body(letter: EmailMessage, kind: str = "plain") -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def address_of(person: User) -> str:
    return f"{person.username}@office.test"


def reachable(*people: User, quiet: bool = False) -> None:
    """They have shown an address, long ago; without quiet hours unless asked."""
    long_ago = timezone.now() - datetime.timedelta(days=30)
    MailAddress.objects.bulk_create(
        MailAddress(recipient=person, address=address_of(person), proven_at=long_ago) for person in people
    )
    if not quiet:
        never_quiet(*people)


def never_quiet(*people: User) -> None:
    """At whatever hour the tests run, nobody leaves these alone."""
    seven = datetime.time(7)
    Hours.objects.bulk_create(
        Hours(recipient=person, quiet_from=seven, quiet_until=seven, quiet_days_off=False) for person in people
    )
