from django.db import migrations, models


class Migration(migrations.Migration):
    """When a centre was last reminded of its yearly review."""

    dependencies = [("accounts", "0002_joining")]

    operations = [
        migrations.AddField(
            model_name="review", name="reminded_on", field=models.DateField(null=True)
        )
    ]
