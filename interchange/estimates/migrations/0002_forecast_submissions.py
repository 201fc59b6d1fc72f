"""Forecast grades as they were submitted: the application adds copies and lets go of them, and alters none."""

import django.db.models.deletion
import django.db.models.manager
import interchange.core.identifiers
import interchange.core.tenancy
from django.db import migrations, models

STANDS = "REVOKE UPDATE ON estimates_forecastsubmission FROM interchange_app, interchange_staff"


class Migration(migrations.Migration):

    dependencies = [
        ('estimates', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ForecastSubmission',
            fields=[
                ('id', models.UUIDField(default=interchange.core.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('centre_id', models.IntegerField(editable=False)),
                ('version', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=300)),
                ('grades', models.JSONField()),
                ('changed', models.PositiveIntegerField()),
                ('sent_at', models.DateTimeField()),
                ('sent_by', models.CharField(max_length=200)),
                ('sheet', interchange.core.tenancy.CentreKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='submissions', to='estimates.forecastsheet')),
            ],
            options={
                'ordering': ['-version'],
                'constraints': [models.UniqueConstraint(fields=('centre_id', 'sheet', 'version'), name='estimates_one_forecast_version'), interchange.core.tenancy.CentreFence(name='estimates_forecastsubmission_of_centre'), interchange.core.tenancy.CentreReference(field='sheet', name='estimates_forecastsubmission_sheet_of_centre')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.RunSQL(STANDS, migrations.RunSQL.noop),
    ]
