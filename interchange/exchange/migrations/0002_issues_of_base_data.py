import django.db.models.deletion
from django.db import migrations, models

import interchange.core.clock


class Migration(migrations.Migration):

    dependencies = [
        ("catalogue", "0002_profiles_and_fees"),
        ("exchange", "0001_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="BaseDataIssue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=100)),
                ("kept", models.CharField(max_length=200)),
                ("size", models.PositiveBigIntegerField()),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("issued_at", models.DateTimeField(default=interchange.core.clock.now)),
                ("issued_by", models.CharField(max_length=200)),
                ("series", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.series")),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("series", "number"), name="one_issue_of_a_number"),
                    models.CheckConstraint(condition=models.Q(("number__gt", 0), ("number__lte", 99)), name="issue_has_two_digits"),
                ],
            },
        ),
    ]
