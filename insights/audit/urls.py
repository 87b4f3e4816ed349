from django.urls import path

from insights.audit.views import acts, checkpoints, files, runs, story, unusual

urlpatterns = [
    path("", acts.act_list, name="audit"),
    path("export.<str:kind>", acts.act_export, name="audit_export"),
    path("acts/<int:pk>/", story.story, name="audit_story"),
    path("unusual/", unusual.unusual_list, name="audit_unusual"),
    path("files/", files.access_list, name="audit_files"),
    path("verification/", runs.runs, name="audit_runs"),
    path("verification/<int:pk>/", runs.run, name="audit_run"),
    path("verification/<int:pk>/again/", runs.run_again, name="audit_run_again"),
    path("checkpoints/", checkpoints.checkpoint_list, name="audit_checkpoints"),
    path("checkpoints/<int:number>/file/", checkpoints.checkpoint_file, name="audit_checkpoint_file"),
]
