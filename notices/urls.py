from __future__ import annotations

from django.urls import URLPattern, path

from notices import office_views, own_views, views
from notices.consumers import LiveConsumer

app_name = "notices"

urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("bell/", views.bell, name="bell"),
    path("read/", views.read_all, name="read_all"),
    path("choices/", own_views.choices, name="choices"),
    path("address/", own_views.ask_for_address, name="ask_for_address"),
    path("address/code/", own_views.prove_address, name="prove_address"),
    path("address/remove/", own_views.remove_address, name="remove_address"),
    path("delivery/", office_views.delivery, name="delivery"),
    path("delivery/try/", office_views.try_again, name="try_again"),
    path("delivery/addresses/", office_views.mail_addresses, name="mail_addresses"),
    path("delivery/addresses/<int:pk>/take/", office_views.take_address, name="take_address"),
    path("<int:pk>/open/", views.open_notice, name="open"),
    path("<int:pk>/read/", views.read, name="read"),
]

websocket_urlpatterns: list[URLPattern] = [path("ws/", LiveConsumer.as_asgi())]
