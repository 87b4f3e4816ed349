"""Pages, under gunicorn in production; `project/asgi.py` serves the sockets beside it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
application = get_wsgi_application()

from project.checks import refuse_demo_accounts  # noqa: E402

refuse_demo_accounts()
