from django.urls import path

from insights.member_register import views

urlpatterns = [
    path("", views.members, name="members"),
    path("register.<slug:kind>", views.members_file, name="members_file"),
]
