"""The translations' catalogs: `python -m project.catalogs compile|extract|check`.

The words in the code are English; `locale/vi` holds the Vietnamese ones and must be complete.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

CHECKOUT = Path(__file__).resolve().parent.parent
LANGUAGES = ("vi",)
CATALOGS = "locale/*/LC_MESSAGES/*.po"
WITHOUT_WORDS = ("tests", "bench", "docs", "demo", "static", "node_modules")


def compile_catalogs(checkout: Path = CHECKOUT) -> list[Path]:
    """Write the `.mo` beside every catalog that is newer than its own; those written."""
    written = []
    for catalog in sorted(checkout.glob(CATALOGS)):
        compiled = catalog.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns < catalog.stat().st_mtime_ns:
            draft = compiled.with_name(f"{compiled.name}.{os.getpid()}")
            polib.pofile(str(catalog)).save_as_mofile(str(draft))
            draft.rename(compiled)
            written.append(compiled)
    return written


def extract(checkout: Path = CHECKOUT) -> None:
    """Bring every catalog in step with the words in the code. Needs gettext's programs."""
    languages = [f"--locale={language}" for language in LANGUAGES]
    (checkout / "locale").mkdir(exist_ok=True)
    ignored = [f"--ignore={name}/*" for name in WITHOUT_WORDS]
    without_settings = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--add-location=file", "-v", "0", *languages, *ignored],
        cwd=checkout,
        env=without_settings,
        check=True,
    )
    for catalog in sorted(checkout.glob(CATALOGS)):
        settle(catalog)


def settle(catalog: Path) -> None:
    """Write it in one form, whichever tool wrote it last: without the moment of extraction, lines broken alike."""
    entries = polib.pofile(str(catalog))
    for name in ("Report-Msgid-Bugs-To", "POT-Creation-Date"):
        entries.metadata.pop(name, None)
    entries.save()


def problems(checkout: Path = CHECKOUT) -> Iterator[str]:
    """One line for each word that is missing, in doubt, no longer in the code, or translated with other placeholders.

    Works on a copy: the catalogs of the checkout stay as they are.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "checkout"
        shutil.copytree(checkout, copy, ignore=shutil.ignore_patterns(".*", "*.mo", *WITHOUT_WORDS))
        extract(copy)
        for catalog in sorted(copy.glob(CATALOGS)):
            name = catalog.relative_to(copy)
            for entry in polib.pofile(str(catalog)):
                if wrong := _wrong_with(entry):
                    yield f"{name}: {wrong}: {entry.msgid!r}"
            checked = subprocess.run(
                ["msgfmt", "--check-format", "--output-file=/dev/null", str(catalog)],  # noqa: S607
                capture_output=True,
                text=True,
                check=False,
            )
            if checked.returncode != 0:
                yield from (line.replace(f"{copy}/", "") for line in checked.stderr.splitlines())


def _wrong_with(entry: polib.POEntry) -> str:
    if entry.obsolete:
        return "no longer in the code"
    if entry.fuzzy:
        return "in doubt (fuzzy)"
    return "" if entry.translated() else "not translated"


def check() -> int:
    found = list(problems())
    for line in found:
        print(line)
    print(f"Translations: {f'{len(found)} to mend' if found else 'complete'}.")
    return 1 if found else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m project.catalogs", description=__doc__)
    parser.add_argument("verb", choices=["compile", "extract", "check"])
    verb = parser.parse_args().verb
    if verb == "compile":
        compile_catalogs()
        return 0
    missing = [program for program in ("xgettext", "msgmerge", "msgfmt") if shutil.which(program) is None]
    if missing:
        print(f"gettext's {missing[0]} is needed for the translations: apt install gettext", file=sys.stderr)
        return 1
    if verb == "extract":
        extract()
        return 0
    return check()


if __name__ == "__main__":
    sys.exit(main())
