from django.urls import path

from insights.what_if import views

urlpatterns = [path("", views.what_if, name="what_if")]
