from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from journal import keys


class Command(BaseCommand):
    help = "Make the key that signs checkpoints, or show the one there is: its public key and fingerprint."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if keys.private_file().exists():
                public = keys.signing_key().public_key()
                self.stderr.write(_("There is a key already: %(file)s") % {"file": keys.private_file()})
            else:
                public = keys.make_key()
                self.stderr.write(
                    _("Key written to %(file)s. Keep it from whoever can write the database.")
                    % {"file": keys.private_file()}
                )
        except keys.KeyFileError as error:
            raise CommandError(str(error)) from error
        self.stderr.write(_("Fingerprint: %(key)s") % {"key": keys.fingerprint(public)})
        self.stdout.write(keys.pem(public).decode(), ending="")
