"""What the page of the system asks of the queue: the last run of each task, and what failed, among many that are done."""

from django.db import migrations

FOUND = """
SET LOCAL lock_timeout = '5s';
CREATE INDEX interchange_jobs_of_task ON procrastinate_jobs (task_name, id);
CREATE INDEX interchange_jobs_failed ON procrastinate_jobs (id) WHERE status = 'failed';
"""
NOT_FOUND = """
DROP INDEX interchange_jobs_of_task;
DROP INDEX interchange_jobs_failed;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_privileges"), ("procrastinate", "0041_post_retry_failed_job")]
    operations = [migrations.RunSQL(FOUND, NOT_FOUND)]
