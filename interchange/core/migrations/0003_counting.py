"""Letting the database count a table after many rows came into it at once.

Until it has, it plans as if the table were small, and a page may wait for minutes. Only the owner of a table may have
it counted: this function does it for the application's roles, and can do nothing else. What somebody else is counting
or cleaning at that moment is left alone.
"""

from django.db import migrations

COUNT = """
CREATE FUNCTION interchange_count(name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('ANALYZE (SKIP_LOCKED) public.%I', name);
END $$;
REVOKE EXECUTE ON FUNCTION interchange_count(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION interchange_count(text) TO interchange_app, interchange_staff;
"""
NO_COUNT = "DROP FUNCTION interchange_count(text)"


class Migration(migrations.Migration):
    dependencies = [("core", "0002_jobs_are_found")]
    operations = [migrations.RunSQL(COUNT, NO_COUNT)]
