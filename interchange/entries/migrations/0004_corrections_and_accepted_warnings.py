from typing import Any

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import interchange.core.clock
import interchange.core.identifiers
import interchange.core.tenancy

OWN: "list[tuple[str, models.Field[Any, Any]]]" = [
    (
        "id",
        models.UUIDField(
            default=interchange.core.identifiers.new_id, editable=False, primary_key=True, serialize=False
        ),
    ),
    ("centre_id", models.IntegerField(editable=False)),
]


def candidate(related_name: str) -> "tuple[str, models.Field[Any, Any]]":
    """The key to the candidate, at the same centre."""
    return "candidate", interchange.core.tenancy.CentreKey(
        db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING,
        related_name=related_name, to="entries.candidate",
    )  # fmt: skip


SERIES = (
    "series",
    models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.series"
    ),
)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_subjects_and_speaking_tests"), ("entries", "0003_uci_at_any_centre")]

    operations = [
        migrations.CreateModel(
            name="AcceptedWarning",
            fields=[
                *OWN,
                ("sentence", models.TextField()),
                ("digest", models.CharField(max_length=32)),
                ("at", models.DateTimeField(default=interchange.core.clock.now)),
                ("by", models.CharField(max_length=200)),
                ("by_id", models.UUIDField(null=True)),
                candidate("accepted_warnings"),
                SERIES,
            ],
            options={"ordering": ["at", "id"]},
            managers=[("unscoped", django.db.models.manager.Manager())],
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                *OWN,
                ("reference", models.CharField(max_length=12)),
                ("state", models.CharField(default="asked", max_length=10)),
                ("changes", models.JSONField(default=dict)),
                ("reason", models.TextField()),
                ("proof", models.TextField(blank=True, default="")),
                ("request_key", models.UUIDField()),
                ("asked_at", models.DateTimeField(default=interchange.core.clock.now)),
                ("asked_by", models.CharField(max_length=200)),
                ("asked_by_id", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.CharField(blank=True, default="", max_length=200)),
                ("decision", models.TextField(blank=True, default="")),
                ("touched_at", models.DateTimeField(default=interchange.core.clock.now)),
                candidate("corrections"),
                SERIES,
            ],
            options={"ordering": ["-asked_at"]},
            managers=[("unscoped", django.db.models.manager.Manager())],
        ),
        migrations.AddIndex(
            model_name="acceptedwarning",
            index=models.Index(fields=["centre_id", "series"], name="warnings_accepted_of_series"),
        ),
        migrations.AddConstraint(
            model_name="acceptedwarning",
            constraint=models.UniqueConstraint(
                fields=["centre_id", "candidate", "digest"], name="warning_accepted_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptedwarning",
            constraint=interchange.core.tenancy.CentreFence(name="entries_acceptedwarning_of_centre"),
        ),
        migrations.AddConstraint(
            model_name="acceptedwarning",
            constraint=interchange.core.tenancy.CentreReference(
                field="candidate", name="entries_acceptedwarning_candidate_of_centre"
            ),
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(fields=["centre_id", "candidate"], name="correction_of_candidate"),
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(fields=["state", "asked_at"], name="correction_waiting"),
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(fields=["touched_at"], name="correction_last_touched"),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("asked", "agreed", "refused", "taken_back"))),
                name="correction_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(fields=["centre_id", "request_key"], name="correction_once"),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(fields=["centre_id", "reference"], name="correction_reference"),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")), fields=["centre_id", "candidate"],
                name="one_correction_waits_per_candidate",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=interchange.core.tenancy.CentreFence(name="entries_correction_of_centre"),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=interchange.core.tenancy.CentreReference(
                field="candidate", name="entries_correction_candidate_of_centre"
            ),
        ),
    ]  # fmt: skip
