"""The pages of ballots: one's own paper, running a ballot, handing out codes, and voting with one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from admission_flow.refusals import InvalidFacts
from meetings.ballots.casting import cast, cast_with_code, new_receipt
from meetings.ballots.codes import issue_codes, spaced
from meetings.ballots.forms import PAPER, SENT, AnnulForm, CodeForm, CodesForm, OpenForm
from meetings.ballots.queries import BallotPage, ballot_page, paper_by_code
from meetings.ballots.refusals import UnknownCode
from meetings.ballots.running import annul_ballot, close_ballot, open_ballot, set_aside_ballot
from meetings.models import Ballot, Meeting
from meetings.refusals import NotConvener
from orgs.fields import legible
from orgs.models import User
from orgs.refusals import Refusal
from orgs.signed_in import user_of

unseen = cache_control(no_store=True, private=True)
THROTTLED = "ballot_code"


@require_GET
@unseen
@login_required
def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    return _draw(request, ballot_page(request.user, pk, at=timezone.now()))


@require_POST
@unseen
@login_required
@sensitive_post_parameters("choice", "receipt")
@sensitive_variables("choice", "receipt", "data")
def cast_vote(request: HttpRequest, pk: int, ballot: int) -> HttpResponse:
    """The receipt is in the answer itself: it stands in no address and no session. Sent again, it is told again."""
    now, data = timezone.now(), legible(request.POST)
    page = ballot_page(request.user, pk, at=now)
    choice = SENT.get(data.get("choice", ""), "")
    try:
        receipt = cast(ballot, choice, data.get("receipt", ""), acting_user=user_of(request), at=now)
    except Refusal as refusal:
        return _draw(request, ballot_page(request.user, pk, at=now), sentence=refusal.sentence, status=409)
    return render(request, "meetings/ballots/cast.html", {"meeting": page.meeting, "receipt": receipt})


@require_POST
@login_required
def run(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """A ballot opened, closed or annulled by whoever runs the meeting."""
    if verb not in _VERBS:
        raise Http404
    now, data = timezone.now(), legible(request.POST)
    page = ballot_page(request.user, pk, at=now)
    form = _form(verb, page, data)
    if form is not None and not form.is_valid():
        return _draw(request, page, **{verb: form}, status=422)
    try:
        done = _VERBS[verb](Sent(pk, data, form), {"acting_user": user_of(request), "at": now})
    except InvalidFacts as refusal:
        sentences = [str(sentence) for found in refusal.errors.values() for sentence in found]
        return _draw(request, page, sentence=" ".join(sentences), status=422)
    except Refusal as refusal:
        status = 403 if isinstance(refusal, NotConvener) else 409
        return _draw(request, ballot_page(request.user, pk, at=now), sentence=refusal.sentence, status=status)
    messages.success(request, done)
    return redirect("ballot", pk)


def _form(verb: str, page: BallotPage, data: Any) -> Any:
    if verb == "open":
        return OpenForm(data, rows=page.to_open, meeting=page.meeting)
    return AnnulForm(data) if verb in ("annul", "set_aside") else None


class Sent(NamedTuple):
    """What came with an act on a ballot."""

    meeting: int
    data: Any
    form: Any

    @property
    def version(self) -> int:
        return _number(self.data.get("version"))

    @property
    def ballot(self) -> int:
        return _number(self.data.get("ballot"))


def _open(sent: Sent, who: dict[str, Any]) -> str:
    given = sent.form.cleaned_data
    open_ballot(sent.meeting, sent.version, given["item"], given["voting"], given.get("outcome", ""), **who)
    return _("The ballot is open; those present may vote.")


def _close(sent: Sent, who: dict[str, Any]) -> str:
    counted = close_ballot(sent.meeting, sent.version, sent.ballot, "incomplete" in sent.data, **who)
    return _("The ballot is closed: %(count)s voted.") % {"count": counted.marks_counted}


def _annul(sent: Sent, who: dict[str, Any]) -> str:
    annul_ballot(sent.meeting, sent.version, sent.ballot, sent.form.cleaned_data["reason"], **who)
    return _("The ballot is annulled; its papers are destroyed unread.")


def _set_aside(sent: Sent, who: dict[str, Any]) -> str:
    set_aside_ballot(sent.meeting, sent.version, sent.ballot, sent.form.cleaned_data["reason"], **who)
    return _("The ballot is set aside; the item can be voted on again, adjourned or returned.")


_VERBS: dict[str, Callable[[Sent, dict[str, Any]], str]] = {
    "open": _open,
    "close": _close,
    "annul": _annul,
    "set_aside": _set_aside,
}


def _number(text: str | None) -> int:
    """What was sent as a number; 0, which no row has, for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _draw(
    request: HttpRequest,
    page: BallotPage,
    *,
    sentence: str | Promise = "",
    open: OpenForm | None = None,  # noqa: A002  # the form of the verb of this name
    annul: AnnulForm | None = None,
    set_aside: AnnulForm | None = None,
    status: int = 200,
) -> HttpResponse:
    meeting = page.meeting
    runs = meeting.runs and meeting.status == Meeting.Status.OPEN
    may_vote = page.paper is not None and page.attendee is not None and page.attendee.present and not page.has_voted
    context = {
        "page": page,
        "meeting": meeting,
        "runs": runs,
        "may_vote": may_vote,
        "choices": PAPER,
        "receipt": new_receipt() if may_vote else "",
        "opening": open or (OpenForm(None, rows=page.to_open, meeting=meeting) if runs and page.to_open else None),
        "annulling": annul or AnnulForm(),
        "setting_aside": set_aside or AnnulForm(auto_id="aside_%s"),
        "counted": [row for row in page.rows if row.ballot and row.ballot.status == Ballot.Status.CLOSED],
        "sentence": sentence,
    }
    return render(request, "meetings/ballots/page.html", context, status=status)


@require_http_methods(["GET", "POST"])
@unseen
@login_required
@sensitive_variables("codes")
def codes(request: HttpRequest, pk: int) -> HttpResponse:
    """New codes are shown in the answer that made them, to be handed out; nobody can look at them again."""
    now = timezone.now()
    page = ballot_page(request.user, pk, at=now)
    if not page.meeting.runs:
        return _draw(request, page, sentence=NotConvener().sentence, status=403)
    data = legible(request.POST) if request.method == "POST" else None
    present = [one.attendee for one in page.present]
    signed_in = User.objects.filter(person__in=[one.person_id for one in present], is_active=True)
    without = {one.person_id for one in present} - set(signed_in.values_list("person", flat=True))
    form = CodesForm(data, present=present, without_account=without)
    context = {"page": page, "meeting": page.meeting, "form": form}
    if data is None or not form.is_valid():
        return render(request, "meetings/ballots/codes.html", context, status=422 if data is not None else 200)
    chosen = form.cleaned_data["attendees"]
    try:
        drawn = issue_codes(pk, _number(data.get("version")), chosen, acting_user=user_of(request), at=now)
    except Refusal as refusal:
        return _draw(request, ballot_page(request.user, pk, at=now), sentence=refusal.sentence, status=409)
    shown = [(one.person.full_name, spaced(code)) for one, code in drawn]
    address = request.build_absolute_uri("/vote/")
    return render(request, "meetings/ballots/slips.html", {**context, "codes": shown, "address": address})


@require_http_methods(["GET", "POST"])
@unseen
@sensitive_post_parameters("code", "choice", "receipt")
@sensitive_variables("code", "choice", "receipt", "data")
def vote(request: HttpRequest) -> HttpResponse:
    """Voting with a code, without signing in: on one's own phone, or on the screen that the meeting shares.

    Nothing is kept between the two steps: the code goes along in the form. Guessing is slowed by address.
    """
    data = legible(request.POST)
    if request.method == "GET":
        return render(request, "meetings/ballots/with_code.html", {"form": CodeForm()})
    if not ratelimit.consume(request, action=THROTTLED, dry_run=True):
        return _ask_code(request, _("Too many codes that open nothing. Wait a minute, then try again."), 429)
    code = data.get("code", "")
    try:
        if "ballot" not in data:
            return _hand_out(request, paper_by_code(code), code)
        choice = SENT.get(data.get("choice", ""), "")
        given = (_number(data.get("ballot")), code, choice, data.get("receipt", ""))
        receipt = cast_with_code(*given, at=timezone.now())
    except UnknownCode as refusal:
        ratelimit.consume(request, action=THROTTLED)
        return _ask_code(request, refusal.sentence, 409)
    except Refusal as refusal:
        return _ask_code(request, refusal.sentence, 409)
    return render(request, "meetings/ballots/cast_with_code.html", {"receipt": receipt})


def _hand_out(request: HttpRequest, paper: Any, code: str) -> HttpResponse:
    context = {"paper": paper, "code": code, "choices": PAPER, "receipt": new_receipt()}
    return render(request, "meetings/ballots/paper_by_code.html", context)


def _ask_code(request: HttpRequest, sentence: Any, status: int) -> HttpResponse:
    """The page that asks for a code, with why. The code is typed again: on a shared screen it is not left standing."""
    context = {"form": CodeForm(), "sentence": sentence}
    return render(request, "meetings/ballots/with_code.html", context, status=status)
