from django.db import migrations, models

import interchange.core.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Centre",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=5, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("school", "School"),
                            ("college", "College"),
                            ("training", "Training provider"),
                            ("other", "Other"),
                            ("", "Not known"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("register_email", models.EmailField(blank=True, default="", max_length=254)),
                ("created_at", models.DateTimeField(default=interchange.core.clock.now, editable=False)),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number__regex", "^[0-9]{5}$")),
                        name="centre_number_is_five_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="centre_has_a_name"
                    ),
                ],
            },
        ),
    ]
