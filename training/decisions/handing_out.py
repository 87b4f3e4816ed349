"""The certificates handed out as files."""

from __future__ import annotations

import datetime
import hashlib

from django.db import transaction

from journal import record
from orgs.models import User
from training.certificates import Certificates


def hand_out(made: Certificates, *, acting_user: User, at: datetime.datetime) -> None:
    """An entry in the stream of whoever takes them, each time; they come from `certificates_for`."""
    refs = {
        "class": made.found.number,
        "class_id": made.found.pk,
        "certificates": made.count,
        "template": made.template,
        "sha256": hashlib.sha256(made.content).hexdigest(),
    }
    with transaction.atomic():
        stream = f"user:{acting_user.pk}"
        record.append(stream, "download_certificates", acting_user=acting_user, at=at, refs=refs)
