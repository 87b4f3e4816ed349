from django.urls import path

from insights.member_register import views

urlpatterns = [
    path("", views.members, name="members"),
    path("past/", views.past, name="past_admissions"),
    path("past.<slug:kind>", views.past_as_file, name="past_admissions_file"),
    path("register.<slug:kind>", views.members_file, name="members_file"),
]
