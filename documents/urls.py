from django.urls import path

from documents import views

urlpatterns = [
    path("", views.registers, name="registers"),
    path("number/", views.take_number, name="take_number"),
    path("arrival/", views.record_arrival, name="record_arrival"),
    path("export/", views.export, name="export_registers"),
    path("outgoing/<int:pk>/", views.outgoing, name="outgoing_entry"),
    path("incoming/<int:pk>/", views.incoming, name="incoming_entry"),
    path("<slug:show>/<int:pk>/<slug:name>/", views.act, name="act_on_entry"),
]
