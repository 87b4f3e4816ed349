from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from meetings.ballots.views import vote
from notices.urls import websocket_urlpatterns as live_sockets


def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """To the one sign-in; who is signed in already and is no administrator gets the sentence, not the form again."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next", "/admin/"))


urlpatterns: list[URLPattern | URLResolver] = [
    # One door for everybody: the administration's own sign-in would be neither throttled nor recorded.
    path("admin/login/", admin_sign_in),
    path("admin/logout/", RedirectView.as_view(pattern_name="account_logout")),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
    path("", include("orgs.account_urls")),
    path("organisation/", include("orgs.urls")),
    path("notices/", include("notices.urls")),
    path("meetings/", include("meetings.urls")),
    # Without signing in: a voter's code opens it.
    path("vote/", vote, name="vote"),
    path("classes/", include("training.urls")),
    path("registers/", include("documents.urls")),
    path("planning/", include("planning.urls")),
    path("loading/", include("intake.urls")),
    path("", include("insights.urls")),
    path("", include("admission_flow.urls")),
]

handler400 = "project.errors.bad_request"
handler403 = "project.errors.permission_denied"
handler404 = "project.errors.page_not_found"
handler500 = "project.errors.server_error"

websocket_urlpatterns: list[URLPattern] = [*live_sockets]
