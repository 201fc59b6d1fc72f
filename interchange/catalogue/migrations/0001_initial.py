import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Component",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_kind", models.CharField(blank=True, default="", max_length=20)),
                ("source", models.TextField(blank=True, default="")),
                ("unit_code", models.CharField(blank=True, default="", max_length=20)),
                ("component_code", models.CharField(blank=True, default="", max_length=20)),
                ("assessment_code", models.CharField(blank=True, default="", max_length=40)),
                ("slug", models.CharField(max_length=120, unique=True)),
                ("title", models.CharField(blank=True, default="", max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("exam", "Exam"),
                            ("nea_internal", "Marked by the centre"),
                            ("nea_external", "Marked by an examiner"),
                            ("endorsement", "Endorsement"),
                        ],
                        max_length=20,
                    ),
                ),
                ("tier", models.CharField(blank=True, default="", max_length=10)),
                ("route", models.CharField(blank=True, default="", max_length=40)),
                ("mandatory", models.CharField(blank=True, default="", max_length=60)),
                ("max_mark", models.PositiveIntegerField(null=True)),
                ("grade_list", models.JSONField(default=list)),
                ("half_marks", models.BooleanField(default=False)),
                ("parts", models.JSONField(default=list)),
                ("absent_allowed", models.BooleanField(default=True)),
                ("group_required", models.BooleanField(default=False)),
                ("sample_scheme", models.CharField(default="standard", max_length=40)),
                ("marks_due_printed", models.CharField(blank=True, default="", max_length=60)),
                ("marks_due_basis", models.CharField(blank=True, default="", max_length=20)),
                ("weight_percent", models.DecimalField(decimal_places=3, max_digits=6, null=True)),
                ("scaled_max", models.DecimalField(decimal_places=2, max_digits=8, null=True)),
                ("ums_max", models.PositiveIntegerField(null=True)),
                ("duration_minutes", models.PositiveIntegerField(null=True)),
                ("guided_learning_hours", models.PositiveIntegerField(null=True)),
            ],
            options={
                "ordering": ["qualification", "unit_code", "component_code", "id"],
            },
        ),
        migrations.CreateModel(
            name="Family",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=60, unique=True)),
                ("position", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name_plural": "families",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="GradeSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True)),
                ("title", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="VocationalQualification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40, unique=True)),
                ("board", models.CharField(blank=True, default="", max_length=20)),
                ("code", models.CharField(blank=True, default="", max_length=20)),
                ("number", models.CharField(blank=True, default="", max_length=20)),
                ("title", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "ordering": ["key"],
            },
        ),
        migrations.CreateModel(
            name="KeyDate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_kind", models.CharField(blank=True, default="", max_length=20)),
                ("source", models.TextField(blank=True, default="")),
                ("board", models.CharField(blank=True, default="", max_length=20)),
                ("series", models.CharField(max_length=60)),
                ("applies_to", models.CharField(blank=True, default="", max_length=200)),
                ("event", models.CharField(max_length=60)),
                ("on", models.DateField(null=True)),
                ("at", models.TimeField(null=True)),
                ("printed", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "ordering": ["series", "event", "on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("board", "series", "applies_to", "event", "on", "printed"),
                        name="one_row_per_key_date",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Qualification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_kind", models.CharField(blank=True, default="", max_length=20)),
                ("source", models.TextField(blank=True, default="")),
                ("board", models.CharField(blank=True, default="", max_length=20)),
                ("entry_code", models.CharField(max_length=20)),
                ("number", models.CharField(blank=True, default="", max_length=20)),
                ("title", models.CharField(blank=True, default="", max_length=200)),
                ("level", models.CharField(blank=True, default="", max_length=20)),
                (
                    "grading_model",
                    models.CharField(
                        blank=True,
                        choices=[("linear", "Linear"), ("ums", "Uniform marks"), ("", "Not known")],
                        default="",
                        max_length=10,
                    ),
                ),
                ("structure_complete", models.BooleanField(null=True)),
                ("tiers", models.JSONField(default=list)),
                ("rule", models.TextField(blank=True, default="")),
                (
                    "family",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="qualifications",
                        to="catalogue.family",
                    ),
                ),
                (
                    "grade_set",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="qualifications",
                        to="catalogue.gradeset",
                    ),
                ),
            ],
            options={
                "ordering": ["family__position", "title", "entry_code"],
            },
        ),
        migrations.CreateModel(
            name="Option",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_kind", models.CharField(blank=True, default="", max_length=20)),
                ("source", models.TextField(blank=True, default="")),
                ("entry_code", models.CharField(max_length=20)),
                ("unit_code", models.CharField(blank=True, default="", max_length=20)),
                ("code", models.CharField(blank=True, default="", max_length=10)),
                ("assigned", models.BooleanField(default=False)),
                ("label", models.CharField(blank=True, default="", max_length=200)),
                ("route", models.CharField(blank=True, default="", max_length=40)),
                ("tier", models.CharField(blank=True, default="", max_length=10)),
                ("carried_forward", models.BooleanField(default=False)),
                ("component_codes", models.JSONField(default=list)),
                ("components", models.ManyToManyField(related_name="options", to="catalogue.component")),
                (
                    "qualification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="options",
                        to="catalogue.qualification",
                    ),
                ),
            ],
            options={
                "ordering": ["entry_code", "code"],
            },
        ),
        migrations.AddField(
            model_name="component",
            name="qualification",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="components",
                to="catalogue.qualification",
            ),
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=7, unique=True)),
                ("name", models.CharField(max_length=40)),
                ("year", models.PositiveSmallIntegerField()),
                ("month", models.PositiveSmallIntegerField()),
                ("is_open", models.BooleanField(default=True)),
            ],
            options={
                "verbose_name_plural": "series",
                "ordering": ["-year", "-month"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("month__range", (1, 12))), name="series_month_is_a_month"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MarkWindow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("closes_why", models.CharField(blank=True, default="", max_length=200)),
                (
                    "component",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mark_windows",
                        to="catalogue.component",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mark_windows",
                        to="catalogue.series",
                    ),
                ),
            ],
            options={
                "ordering": ["series", "component"],
            },
        ),
        migrations.CreateModel(
            name="VocationalRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_kind", models.CharField(blank=True, default="", max_length=20)),
                ("source", models.TextField(blank=True, default="")),
                ("position", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=40)),
                ("level", models.CharField(blank=True, default="", max_length=20)),
                ("group", models.CharField(blank=True, default="", max_length=120)),
                ("minimum", models.PositiveIntegerField(null=True)),
                ("maximum", models.PositiveIntegerField(null=True)),
                ("measure", models.CharField(blank=True, default="", max_length=20)),
                ("printed", models.TextField(blank=True, default="")),
                (
                    "qualification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rules",
                        to="catalogue.vocationalqualification",
                    ),
                ),
            ],
            options={
                "ordering": ["qualification", "position"],
            },
        ),
        migrations.CreateModel(
            name="VocationalUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_kind", models.CharField(blank=True, default="", max_length=20)),
                ("source", models.TextField(blank=True, default="")),
                ("number", models.CharField(blank=True, default="", max_length=20)),
                ("reference", models.CharField(blank=True, default="", max_length=20)),
                ("title", models.CharField(blank=True, default="", max_length=300)),
                ("level", models.CharField(blank=True, default="", max_length=20)),
                ("credits", models.PositiveIntegerField(null=True)),
                ("guided_learning_hours", models.PositiveIntegerField(null=True)),
                ("group", models.CharField(blank=True, default="", max_length=40)),
                ("mandatory", models.BooleanField(null=True)),
                ("grade_list", models.JSONField(default=list)),
                (
                    "qualification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="units",
                        to="catalogue.vocationalqualification",
                    ),
                ),
            ],
            options={
                "ordering": ["qualification", "id"],
            },
        ),
        migrations.CreateModel(
            name="Grade",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_kind", models.CharField(blank=True, default="", max_length=20)),
                ("source", models.TextField(blank=True, default="")),
                ("position", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=40)),
                ("edi_code", models.CharField(blank=True, default="", max_length=10)),
                ("meaning", models.CharField(blank=True, default="", max_length=200)),
                (
                    "grade_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grades",
                        to="catalogue.gradeset",
                    ),
                ),
            ],
            options={
                "ordering": ["grade_set", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("grade_set", "position"), name="one_grade_per_position")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="qualification",
            constraint=models.UniqueConstraint(
                fields=("board", "entry_code"), name="one_qualification_per_board_and_code"
            ),
        ),
        migrations.AddIndex(
            model_name="option",
            index=models.Index(fields=["entry_code"], name="catalogue_o_entry_c_7755a5_idx"),
        ),
        migrations.AddConstraint(
            model_name="option",
            constraint=models.UniqueConstraint(
                fields=("qualification", "entry_code", "code"), name="one_option_per_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="component",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("slug"), name="component_slug_unique_in_any_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="component",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["exam", "nea_internal", "nea_external", "endorsement"])),
                name="component_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="markwindow",
            constraint=models.UniqueConstraint(
                fields=("series", "component"), name="one_mark_window_per_component"
            ),
        ),
        migrations.AddConstraint(
            model_name="markwindow",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                name="mark_window_closes_after_it_opens",
            ),
        ),
        migrations.AddConstraint(
            model_name="vocationalrule",
            constraint=models.UniqueConstraint(
                fields=("qualification", "position"), name="one_clause_per_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="vocationalunit",
            constraint=models.UniqueConstraint(
                fields=("qualification", "number", "reference", "title"), name="one_row_per_vocational_unit"
            ),
        ),
    ]
