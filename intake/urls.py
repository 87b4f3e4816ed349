from django.urls import path

from intake import views

urlpatterns = [
    path("", views.uploads, name="uploads"),
    path("<int:pk>/", views.upload, name="upload"),
    path("<int:pk>/load/", views.load, name="load_upload"),
    path("<int:pk>/give-up/", views.give_up, name="give_upload_up"),
    path("<int:pk>/again/", views.again, name="upload_again"),
]
