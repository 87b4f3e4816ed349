from django.urls import include, path

from insights import views

urlpatterns = [
    path("board/what-if/", include("insights.what_if.urls")),
    path("board/", include("insights.waits.urls")),
    path("audit/", include("insights.audit.urls")),
    path("reports/", include("insights.term_report.urls")),
    path("insights/registers/", include("insights.registers.urls")),
    path("members/", include("insights.member_register.urls")),
    path("cases/<int:case>/dossier/", views.dossier, name="dossier"),
    path("dossier/verify_dossier.py", views.verifier, name="dossier_verifier"),
    path("dossier/office.pub", views.public_keys, name="office_keys"),
    path("", include("insights.event_log.urls")),
]
