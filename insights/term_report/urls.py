from django.urls import path

from insights.term_report import views

_UNIT = "of/<int:unit>/<str:first>/<str:last>/"

urlpatterns = [
    path("", views.reports, name="reports"),
    path("draft/", views.draft, name="draft_report"),
    path(_UNIT, views.of_unit, name="report_of_unit"),
    path(f"{_UNIT}behind/", views.behind_of_unit, name="report_of_unit_behind"),
    path(f"{_UNIT}<str:kind>/", views.file_of_any_unit, name="report_of_unit_file"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/write/", views.write, name="write_report"),
    path("<int:pk>/take/", views.take_anew, name="take_figures"),
    path("<int:pk>/review/", views.review, name="review_report"),
    path("<int:pk>/give-up/", views.give_up, name="give_up_report"),
    path("<int:pk>/hand-back/", views.hand_back, name="hand_back_report"),
    path("<int:pk>/approve/", views.approve, name="approve_report"),
    path("<int:pk>/behind/", views.behind_a_number, name="report_behind"),
    path("<int:pk>/<str:kind>/", views.report_file, name="report_file"),
]
