"""What a letter says, found out at the moment of sending: to whom, in which language, and what of it still holds."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notices import digest, kinds
from notices.models import Mail, MailAddress, Notice
from notices.proof import code_of
from notices.queries import open_path
from notices.wishes import Wishes, calendar_ahead, wishes_of
from orgs.calendar import local_day

# A longer letter is not read; the rest stands in the list of notices.
LINES = 30

INACTIVE, NO_ADDRESS, UNWANTED = "inactive", "no address", "unwanted"
READ, NOT_SEEN, NOTHING = "read", "not seen", "nothing"
DAY_OVER, SUPERSEDED = "day over", "superseded"


class Dropped(Exception):  # noqa: N818  (nothing has failed)
    """The letter is not needed any more; `why` is one of the words above."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Postponed(Exception):  # noqa: N818
    """The person is left alone until then."""

    def __init__(self, until: datetime.datetime) -> None:
        super().__init__(until)
        self.until = until


class MailLine(NamedTuple):
    """`about`: the number of the case, with the candidate's initial where the office wants that; may be empty."""

    title: str
    text: str
    about: str
    at: datetime.datetime
    url: str


def letter_of(letter: Mail, at: datetime.datetime) -> EmailMultiAlternatives:
    """As it would be sent at that moment. Raises Dropped, Postponed."""
    wishes = wishes_of([letter.recipient_id])[letter.recipient_id]
    if not wishes.person.is_active:
        raise Dropped(INACTIVE)
    with translation.override(wishes.person.language):
        return _WRITERS[letter.sort](letter, wishes, at)


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _of_notices(letter: Mail, wishes: Wishes, at: datetime.datetime) -> EmailMultiAlternatives:
    _may_go(wishes, at)
    waiting = list(letter.notices.filter(read_at=None, settled_at=None).order_by("at", "pk"))
    if not waiting:
        raise Dropped(READ)
    wanted = [one for one in waiting if (kind := kinds.known(one.kind)) and wishes.by_mail(kind)]
    if not wanted:
        raise Dropped(UNWANTED)
    about = kinds.still_for(wishes.person, wanted, at)
    lines = [_line(one, about[one.pk]) for one in wanted if one.pk in about]
    if not lines:
        raise Dropped(NOT_SEEN)
    case = next((one.params.get("case") for one in wanted if one.pk in about), None)
    if len(lines) == 1:
        subject = f"{lines[0].title} · {case}" if case else lines[0].title
    else:
        subject = ngettext("%(number)d new notice", "%(number)d new notices", len(lines)) % {"number": len(lines)}
    more = max(0, len(lines) - LINES)
    return _message(letter, wishes.address, subject, "notices/mail/notices", {"lines": lines[:LINES], "more": more})


def _of_the_day(letter: Mail, wishes: Wishes, at: datetime.datetime) -> EmailMultiAlternatives:
    if local_day(at) != local_day(letter.made_at):
        raise Dropped(DAY_OVER)
    if not wishes.digest:
        raise Dropped(UNWANTED)
    _may_go(wishes, at)
    found = digest.digest_of(wishes, at)
    if not found:
        raise Dropped(NOTHING)
    lines = [_line(one, about) for one, about in found.newest]
    context = {"day": local_day(at), "unread": found.unread, "lines": lines, "parts": found.parts}
    subject = _("Your day: %(day)s") % {"day": timezone.localtime(at).strftime("%d/%m/%Y")}
    return _message(letter, wishes.address, subject, "notices/mail/digest", context)


def _of_proof(letter: Mail, wishes: Wishes, at: datetime.datetime) -> EmailMultiAlternatives:
    """To an address that nobody has shown to be theirs: a code, and nothing of any case or person."""
    row = MailAddress.objects.filter(pk=letter.recipient_id).exclude(wanted="").first()
    if row is None or row.asked_at != letter.made_at:
        raise Dropped(SUPERSEDED)
    return _message(letter, row.wanted, _("Code for your address"), "notices/mail/proof", {"code": code_of(row)})


_Writer = Callable[[Mail, Wishes, datetime.datetime], EmailMultiAlternatives]
_WRITERS: Mapping[str, _Writer] = {
    Mail.Sort.NOTICES: _of_notices,
    Mail.Sort.DIGEST: _of_the_day,
    Mail.Sort.PROOF: _of_proof,
}


def _may_go(wishes: Wishes, at: datetime.datetime) -> None:
    if not wishes.address:
        raise Dropped(NO_ADDRESS)
    open_again = wishes.quiet.over(at, calendar_ahead(at))
    if open_again > at:
        raise Postponed(open_again)


def _line(notice: Notice, about: str) -> MailLine:
    words = kinds.rendered(notice.kind, notice.params)
    return MailLine(words.title, words.text, about, timezone.localtime(notice.at), absolute(open_path(notice)))


def _message(
    letter: Mail, address: str, subject: str, template: str, context: Mapping[str, Any]
) -> EmailMultiAlternatives:
    """Plain text with the same in HTML. A line break in the subject would begin another header, so there is none."""
    subject = " ".join(subject.split())
    shared = {
        **context,
        "subject": subject,
        "choices_url": absolute(reverse("notices:choices")),
        "list_url": absolute(reverse("notices:index")),
        "site": settings.SITE_URL,
        "language": translation.get_language(),
    }
    message = EmailMultiAlternatives(
        subject,
        render_to_string(f"{template}.txt", shared),
        settings.MAIL_FROM,
        [address],
        headers={
            "Message-ID": f"<{letter.key}@{urlsplit(settings.SITE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(render_to_string(f"{template}.html", shared), "text/html")
    return message
