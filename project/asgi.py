"""Pages and sockets in one ASGI application; in production pages run under WSGI and this serves the sockets."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
# Each request runs in a thread of its own here, and a kept connection would wait for a thread that never comes back.
os.environ["CONN_MAX_AGE"] = "0"

from django.core.asgi import get_asgi_application

pages = get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402

from documents.recognise import bytes_allowed  # noqa: E402
from documents.uploads import HEARD_OUT, body_allowed  # noqa: E402
from project.bodies import bounded  # noqa: E402
from project.checks import refuse_demo_accounts  # noqa: E402
from project.sockets import of_this_site  # noqa: E402
from project.urls import websocket_urlpatterns  # noqa: E402

refuse_demo_accounts()

application = ProtocolTypeRouter(
    {
        "http": bounded(pages, kept=body_allowed(), heard=HEARD_OUT * bytes_allowed()),
        "websocket": of_this_site(URLRouter(websocket_urlpatterns)),
    }
)
