"""Holds are the awarding body's: the role that sees one centre sees none, and nobody deletes one."""

from django.db import migrations

RIGHTS = """
REVOKE ALL ON privacy_legalhold FROM interchange_app;
REVOKE DELETE, TRUNCATE ON privacy_legalhold FROM interchange_staff;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_privileges"), ("privacy", "0001_legal_holds")]
    operations = [migrations.RunSQL(RIGHTS, migrations.RunSQL.noop)]
