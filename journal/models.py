"""The journal's tables. Only `journal.record` and `journal.checkpoints` write them; triggers refuse changes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from journal import canonical


class Entry(models.Model):
    """One act, in the chain of one stream. It holds ids and numbers of the act, never a name or biography."""

    # "case:12", "unit:3", "user:7": what kind of thing the history belongs to, and which.
    stream = models.CharField(_("stream"), max_length=60, db_collation="C")
    seq = models.BigIntegerField(_("number in the stream"))
    verb = models.CharField(_("act"), max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who"),
        help_text=_("Empty: the system itself."),
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("on behalf of"),
    )
    at = models.DateTimeField(_("happened at"))
    recorded_at = models.DateTimeField(_("recorded at"), help_text=_("By the clock of the database."))
    refs = models.JSONField(_("references"))
    # [{"table": "admission_flow.decision", "id": 12, "digest": "9f86d0…"}]; see journal.facts.
    facts = models.JSONField(_("facts"))
    prev_hash = models.CharField(_("hash before"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        constraints = [
            models.UniqueConstraint(fields=["stream", "seq"], name="journal_entry_once_in_stream"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="journal_entry_counts_from_one"),
            models.CheckConstraint(
                condition=Q(stream__regex=r"^[a-z][a-z_-]*:[A-Za-z0-9_-]+$"),
                name="journal_entry_stream_has_kind_and_id",
            ),
        ]
        indexes = [
            models.Index(
                fields=["on_behalf_of"], condition=Q(on_behalf_of__isnull=False), name="journal_entry_on_behalf_of"
            ),
            # For lists across streams, newest first: by when, by act, and by what the references name.
            models.Index(fields=["at", "id"], name="journal_entry_at"),
            models.Index(fields=["verb", "at", "id"], name="journal_entry_verb"),
            models.Index(KT("refs__outcome"), F("at"), F("id"), name="journal_entry_outcome"),
            models.Index(KT("refs__case_id"), F("at"), F("id"), name="journal_entry_case_id"),
        ]

    def __str__(self) -> str:
        return f"{self.stream} {self.seq}: {self.verb}"

    def computed_hash(self) -> str:
        return canonical.hash_of(self.document())

    def document(self) -> bytes:
        """The bytes that are hashed. Raises canonical.NotCanonicalError."""
        return canonical.entry_document(
            id=self.pk,
            stream=self.stream,
            seq=self.seq,
            verb=self.verb,
            actor_id=self.actor_id,
            on_behalf_of_id=self.on_behalf_of_id,
            at=self.at,
            recorded_at=self.recorded_at,
            refs=self.refs,
            facts=self.facts,
            prev_hash=self.prev_hash,
        )


class Head(models.Model):
    """The last entry of a stream. Its row is the lock of the stream, taken last in a transaction."""

    stream = models.CharField(_("stream"), max_length=60, primary_key=True, db_collation="C")
    seq = models.BigIntegerField(_("number of the last entry"))
    hash = models.CharField(_("hash of the last entry"), max_length=64)

    class Meta:
        verbose_name = _("head of a stream")
        verbose_name_plural = _("heads of streams")

    def __str__(self) -> str:
        return f"{self.stream} {self.seq}"


class Checkpoint(models.Model):
    """A signed statement of where every stream stood. Its full text with all heads is the file kept elsewhere."""

    number = models.BigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("made at"))
    streams = models.BigIntegerField(_("streams"))
    entries = models.BigIntegerField(_("entries"))
    heads_digest = models.CharField(_("digest of all heads"), max_length=64)
    moved_digest = models.CharField(_("digest of the heads moved since the one before"), max_length=64)
    previous = models.CharField(_("hash of the checkpoint before"), max_length=64)
    key = models.CharField(_("fingerprint of the key"), max_length=64)
    signature = models.CharField(_("signature"), max_length=128)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} ({self.at:%Y-%m-%d})"


class SealedHead(models.Model):
    """A head as a checkpoint found it, kept only where it had moved since the checkpoint before."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="moved", db_index=False)
    stream = models.CharField(max_length=60, db_collation="C")
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("sealed head")
        verbose_name_plural = _("sealed heads")
        constraints = [models.UniqueConstraint(fields=["stream", "checkpoint"], name="sealed_head_once")]

    def __str__(self) -> str:
        return f"{self.stream} {self.seq}"
