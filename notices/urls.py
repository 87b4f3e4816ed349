from __future__ import annotations

from django.urls import URLPattern, path

from notices import views
from notices.consumers import LiveConsumer

app_name = "notices"

urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("bell/", views.bell, name="bell"),
    path("read/", views.read_all, name="read_all"),
    path("<int:pk>/open/", views.open_notice, name="open"),
    path("<int:pk>/read/", views.read, name="read"),
]

websocket_urlpatterns: list[URLPattern] = [path("ws/", LiveConsumer.as_asgi())]
