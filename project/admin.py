"""What the administration calls itself."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

admin.site.site_header = _("System administration")
admin.site.site_title = _("System administration")
admin.site.index_title = _("Accounts, seats, units and the calendar")
