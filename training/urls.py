from django.urls import path

from training.views import planning, running

urlpatterns = [
    path("", planning.class_list, name="classes"),
    path("plan/", planning.plan, name="plan_class"),
    path("of-case/<int:case>/", planning.of_case, name="classes_of_case"),
    path("<int:pk>/", planning.show, name="class"),
    path("<int:pk>/change/", planning.change, name="change_class"),
    path("<int:pk>/cancel/", planning.cancel, name="cancel_class"),
    path("<int:pk>/enrol/", running.enrol, name="enrol"),
    path("<int:pk>/enrolments/<int:enrolment>/take-out/", running.take_out, name="take_out"),
    path("<int:pk>/sessions/<int:session>/attendance/", running.attendance, name="attendance"),
    path("<int:pk>/results/", running.results, name="results"),
    path("<int:pk>/close/", running.close, name="close_class"),
    path("<int:pk>/certificates/", running.certificates, name="class_certificates"),
]
