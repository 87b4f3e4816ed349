from django.urls import path

from insights.registers import views

urlpatterns = [
    path("<slug:which>.<slug:kind>", views.export_register, name="export_register"),
]
