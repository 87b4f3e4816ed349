"""Whether the files on disk are those that the rows name, and what lies there that no row names."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from documents import store
from documents.models import StoredFile

# A file without a row may be one whose act has not committed yet; after so many seconds it is an orphan.
ORPHAN_AFTER = 24 * 3600

Watch = Callable[..., Iterable[str]]


@dataclass
class Checked:
    """`orphans` are paths below FILES_DIR, `young` those of them that may still get a row."""

    files: int = 0
    missing: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    orphans: list[Path] = field(default_factory=list)
    young: set[Path] = field(default_factory=set)
    removed: list[Path] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not (self.missing or self.altered or set(self.orphans) - set(self.removed) - self.young)


def check(*, remove_orphans: bool = False, watch: Watch | None = None) -> Checked:
    """Reads every stored file anew. Where asked, removes the orphans that are older than a day."""
    named = list(StoredFile.objects.order_by("pk").values_list("sha256", flat=True))
    found = Checked(files=len(named))
    for sha256 in watch(named, total=len(named)) if watch else named:
        if not store.path_of(sha256).exists():
            found.missing.append(sha256)
        elif store.digest_of(store.path_of(sha256)) != sha256:
            found.altered.append(sha256)
    known = set(named)
    for path in _files():
        if not _is_named(path, known):
            found.orphans.append(path)
            if _age(path) < ORPHAN_AFTER:
                found.young.add(path)
    if remove_orphans:
        found.removed = [path for path in found.orphans if path not in found.young and _remove(path)]
    return found


def _files() -> Iterator[Path]:
    for folder, _folders, names in os.walk(settings.FILES_DIR):
        yield from (Path(folder) / name for name in sorted(names))


def _is_named(path: Path, known: set[str]) -> bool:
    return path.name in known and path == store.path_of(path.name)


def _age(path: Path) -> float:
    """In seconds; of what has gone meanwhile, none."""
    try:
        return time.time() - path.stat().st_ctime
    except FileNotFoundError:
        return 0


def _remove(path: Path) -> bool:
    """Alone with the table: nobody keeps the same content anew between the last look and the removal."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [store.REMOVAL_LOCK])
        if _is_named(path, set(StoredFile.objects.filter(sha256=path.name).values_list("sha256", flat=True))):
            return False
        path.unlink(missing_ok=True)
    return True
