from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.status import STATUS

from admission_flow.models.case import Case

LONGEST_COMMENT = 4000


class Comment(models.Model):
    """What somebody said on a case, beside its steps; what it says now is its newest version.

    An answer hangs on what began its thread. Nothing of a row ever changes but that it is withdrawn, which a trigger
    of the database holds (migration 0018).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="comments", verbose_name=_("case"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("author")
    )
    seat = models.ForeignKey("orgs.Seat", on_delete=models.PROTECT, related_name="+", verbose_name=_("seat"))
    delegation = models.ForeignKey(
        "orgs.Delegation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("delegation"),
        help_text=_("By which it was said on behalf of somebody away."),
    )
    reply_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="answers", verbose_name=_("answer to")
    )
    asks = models.ForeignKey(
        "admission_flow.Task",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("asks the holders of"),
    )
    settles = models.BooleanField(default=False, help_text=_("The answer of a holder of the step that was asked."))
    # Of the form that was sent, so that a second click says nothing twice.
    key = models.UUIDField(unique=True)
    at = models.DateTimeField(_("at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(asks__isnull=True) | Q(reply_to__isnull=True), name="comment_asks_or_answers"
            ),
            models.CheckConstraint(
                condition=Q(settles=False) | Q(reply_to__isnull=False), name="comment_settles_as_an_answer"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="comment_withdrawn_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "id"], condition=Q(reply_to__isnull=True), name="comment_threads"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.pk}"


def open_questions() -> QuerySet[Comment]:
    """Questions to the holders of a step that is still open, which none of them has answered."""
    answers = Comment.objects.filter(reply_to=OuterRef("pk"), settles=True, withdrawn_at__isnull=True)
    return Comment.objects.filter(~Exists(answers), asks__status=STATUS.NEW, withdrawn_at__isnull=True)


class CommentVersion(models.Model):
    """What a comment says, and whom it mentions (ids of accounts), since `at`. Never changed, never removed."""

    comment = models.ForeignKey(
        Comment, on_delete=models.PROTECT, related_name="versions", verbose_name=_("comment"), db_index=False
    )
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("text"), max_length=LONGEST_COMMENT)
    mentions = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name=_("mentioned"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("version of a comment")
        verbose_name_plural = _("versions of comments")
        default_permissions = ()
        ordering = ["comment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="comment_version_once"),
            models.CheckConstraint(condition=~Q(text=""), name="comment_version_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}.{self.number}"
