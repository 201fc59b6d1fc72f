from django.db import migrations

# Until now a centre was approved by being there. Idleness counts from the day on which this is noted (1.2).
APPROVE = """
ALTER TABLE centres_centreapproval NO FORCE ROW LEVEL SECURITY;
INSERT INTO centres_centreapproval (id, centre_id, scope, qualification_number, title, state, granted_on, granted_by,
                                    last_used_on, notice_months, ended_on, ended_why)
SELECT gen_random_uuid(), id, 'GQ', '', '', 'granted', created_at::date, 'Interchange', current_date, 0, NULL, ''
FROM centres_centre;
ALTER TABLE centres_centreapproval FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("centres", "0003_onboarding")]
    operations = [migrations.RunSQL(APPROVE, migrations.RunSQL.noop)]
