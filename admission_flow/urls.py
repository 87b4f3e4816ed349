from django.urls import path

from admission_flow.views import (
    case,
    conversation,
    form_templates,
    lists,
    nomination,
    paper_files,
    paper_forms,
    regulations,
)

urlpatterns = [
    path("", lists.my_work, name="my_work"),
    path("cases/", lists.cases, name="cases"),
    path("regulations/", regulations.regulations, name="regulations"),
    path("forms/", form_templates.form_templates, name="form_templates"),
    path("forms/<slug:slug>/", form_templates.form_template, name="form_template"),
    path("forms/<slug:slug>/<int:version>/", form_templates.download, name="form_template_file"),
    path("forms/<slug:slug>/<int:version>/use/", form_templates.use, name="use_form_template"),
    path("cases/nominate/", nomination.nominate, name="nominate"),
    path("cases/<int:pk>/", case.show, name="case"),
    path("cases/<int:pk>/conversation/", conversation.say, name="say"),
    path("cases/<int:pk>/conversation/<int:comment>/<slug:act>/", conversation.speak, name="speak"),
    path("cases/<int:pk>/papers/<int:paper>/files/", paper_files.attach, name="attach_file"),
    path("cases/<int:pk>/papers/<int:paper>/files/<int:version>/", paper_files.download, name="paper_file"),
    path("cases/<int:pk>/forms/", paper_forms.forms, name="forms"),
    path("cases/<int:pk>/forms/<slug:key>/attach/", paper_forms.attach, name="attach_form"),
    path("cases/<int:pk>/forms/<slug:key>/docx/", paper_forms.download, {"ending": "docx"}, name="form_docx"),
    path("cases/<int:pk>/forms/<slug:key>/pdf/", paper_forms.download, {"ending": "pdf"}, name="form_pdf"),
    path("cases/<int:pk>/tasks/<int:task>/take/", case.take_step, name="take"),
    path("cases/<int:pk>/tasks/<int:task>/<slug:verb>/", case.act, name="act"),
    path("cases/<int:pk>/tasks/<int:task>/<slug:verb>/verdict/", case.verdict, name="verdict"),
    path("cases/<int:pk>/<slug:verb>/", case.act, name="act_on_case"),
]
