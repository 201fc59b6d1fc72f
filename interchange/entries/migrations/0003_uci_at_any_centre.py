from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("entries", "0002_batches_versions_drafts")]
    operations = [
        migrations.AddIndex(
            model_name="candidate", index=models.Index(fields=["uci"], name="candidate_at_any_centre")
        ),
    ]
