import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import interchange.core.clock
import interchange.core.identifiers
import interchange.core.tenancy


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=interchange.core.identifiers.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("centre_id", models.IntegerField(editable=False)),
                ("number", models.CharField(max_length=4)),
                ("uci", models.CharField(max_length=13)),
                ("uln", models.CharField(blank=True, default="", max_length=10)),
                ("surname", models.CharField(max_length=100)),
                ("forenames", models.CharField(blank=True, default="", max_length=100)),
                ("born_on", models.DateField()),
                ("sex", models.CharField(choices=[("M", "Male"), ("F", "Female")], max_length=1)),
                (
                    "status",
                    models.CharField(
                        choices=[("S", "School candidate"), ("P", "Private candidate")],
                        default="S",
                        max_length=1,
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.series",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
            managers=[
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=interchange.core.identifiers.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("centre_id", models.IntegerField(editable=False)),
                ("entry_code", models.CharField(max_length=20)),
                ("teaching_group", models.CharField(blank=True, default="", max_length=20)),
                ("entered_at", models.DateTimeField(default=interchange.core.clock.now)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "candidate",
                    interchange.core.tenancy.CentreKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="entries",
                        to="entries.candidate",
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.option",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.series",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "entries",
                "ordering": ["entry_code"],
            },
            managers=[
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(fields=["born_on", "surname"], name="candidate_same_person"),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(
                fields=("centre_id", "series", "number"), name="one_candidate_per_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(
                fields=("centre_id", "series", "uci"), name="one_candidate_per_uci"
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__regex", "^[0-9]{4}$")), name="candidate_number_is_four_digits"
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(("sex__in", ["M", "F"])), name="candidate_sex_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["S", "P"])), name="candidate_status_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=interchange.core.tenancy.CentreFence(name="entries_candidate_of_centre"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)),
                fields=["centre_id", "series", "option"],
                name="entry_live_by_option",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("centre_id", "candidate", "entry_code"),
                name="one_live_entry_per_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=interchange.core.tenancy.CentreFence(name="entries_entry_of_centre"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=interchange.core.tenancy.CentreReference(
                field="candidate", name="entries_entry_candidate_of_centre"
            ),
        ),
    ]
