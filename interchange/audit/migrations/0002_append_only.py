"""The application adds to the trail and cannot alter it: no update, no delete, for either of its roles."""

from django.db import migrations

FORBID = """
REVOKE UPDATE, DELETE, TRUNCATE ON audit_eventrecord, audit_link FROM interchange_app, interchange_staff;
REVOKE DELETE, TRUNCATE ON audit_chainend FROM interchange_app, interchange_staff;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_privileges"), ("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, migrations.RunSQL.noop)]
