from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from notices.urls import websocket_urlpatterns as live_sockets

urlpatterns: list[URLPattern | URLResolver] = [
    # One door for everybody: the administration's own sign-in would be neither throttled nor recorded.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/logout/", RedirectView.as_view(pattern_name="account_logout")),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
    path("", include("orgs.account_urls")),
    path("organisation/", include("orgs.urls")),
    path("notices/", include("notices.urls")),
    path("", include("admission_flow.urls")),
]

websocket_urlpatterns: list[URLPattern] = [*live_sockets]
