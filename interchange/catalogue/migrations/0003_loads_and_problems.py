from django.db import migrations, models

import interchange.core.clock
import interchange.core.identifiers


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_profiles_and_fees")]

    operations = [
        migrations.CreateModel(
            name="Load",
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
                ("files", models.JSONField(default=list)),
                ("made_at", models.DateTimeField(default=interchange.core.clock.now)),
                ("made_by", models.CharField(max_length=200)),
                ("applied_at", models.DateTimeField(null=True)),
            ],
            options={"ordering": ["-made_at"]},
        ),
        migrations.AddField(
            model_name="revision", name="problem", field=models.TextField(blank=True, default="")
        ),
    ]
