"""What must not wait in a request. The queue is the Redis of the settings; what was lost, sweeps find again."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
app = Celery("project")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# In every thread of the servers of pages: what they enqueue goes to this queue.
app.set_default()
