"""Sign-in and one's own account. Only the allauth pages that this office needs are mounted: nobody signs up here, and
no password is sent by mail."""

from allauth.account import views as allauth_views
from django.urls import path
from django.views.generic import TemplateView

from orgs.views import account, delegations

urlpatterns = [
    path("accounts/login/", allauth_views.login, name="account_login"),
    path("accounts/logout/", allauth_views.logout, name="account_logout"),
    path("accounts/inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("accounts/password/change/", allauth_views.password_change, name="account_change_password"),
    path(
        "accounts/password/reset/",
        TemplateView.as_view(template_name="account/password_reset.html"),
        name="account_reset_password",
    ),
    path("accounts/sessions/", account.sessions, name="sessions"),
    path("account/", account.account, name="account"),
    path("account/alive/", account.alive, name="alive"),
    path("account/language/", account.set_language, name="set_language"),
    path("account/delegations/", delegations.index, name="delegations"),
    path("account/delegations/of/<int:pk>/", delegations.new, name="delegate"),
    path("account/delegations/<int:pk>/end/", delegations.end, name="end_delegation"),
    path("account/seat/", account.switch_seat, name="switch_seat"),
]
