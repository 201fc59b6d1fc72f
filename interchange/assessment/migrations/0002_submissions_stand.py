"""What was submitted stands as it was: the application adds to it, notes its receipt, and can alter nothing else."""

from django.db import migrations

FORBID = """
REVOKE UPDATE, DELETE, TRUNCATE ON assessment_submission, assessment_submittedmark
    FROM interchange_app, interchange_staff;
GRANT UPDATE (received_at) ON assessment_submission TO interchange_app, interchange_staff;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_privileges"), ("assessment", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, migrations.RunSQL.noop)]
