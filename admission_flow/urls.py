from django.urls import path

from admission_flow.views import case, lists, nomination, paper_files, regulations

urlpatterns = [
    path("", lists.my_work, name="my_work"),
    path("cases/", lists.cases, name="cases"),
    path("regulations/", regulations.regulations, name="regulations"),
    path("cases/nominate/", nomination.nominate, name="nominate"),
    path("cases/<int:pk>/", case.show, name="case"),
    path("cases/<int:pk>/papers/<int:paper>/files/", paper_files.attach, name="attach_file"),
    path("cases/<int:pk>/papers/<int:paper>/files/<int:version>/", paper_files.download, name="paper_file"),
    path("cases/<int:pk>/tasks/<int:task>/take/", case.take_step, name="take"),
    path("cases/<int:pk>/tasks/<int:task>/<slug:verb>/", case.act, name="act"),
    path("cases/<int:pk>/tasks/<int:task>/<slug:verb>/verdict/", case.verdict, name="verdict"),
    path("cases/<int:pk>/<slug:verb>/", case.act, name="act_on_case"),
]
