"""What the application's two roles may do with tables made now and later. They own none."""

from django.db import migrations

ROLES = "interchange_app, interchange_staff"

GRANT = f"""
GRANT USAGE ON SCHEMA public TO {ROLES};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLES};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {ROLES};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {ROLES};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {ROLES};
"""


class Migration(migrations.Migration):
    initial = True
    operations = [migrations.RunSQL(GRANT, migrations.RunSQL.noop)]
