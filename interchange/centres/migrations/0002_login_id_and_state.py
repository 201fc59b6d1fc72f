from typing import Any

from django.db import migrations, models
from django.db.models import F


def number_is_login_id(apps: Any, schema_editor: Any) -> None:
    """Until now everybody signed in with the number of the centre."""
    apps.get_model("centres", "Centre").objects.using(schema_editor.connection.alias).update(login_id=F("number"))


class Migration(migrations.Migration):
    dependencies = [("centres", "0001_initial")]
    operations = [
        migrations.AddField("centre", "login_id", models.CharField(max_length=10, null=True)),
        migrations.RunPython(number_is_login_id, migrations.RunPython.noop),
        migrations.AlterField("centre", "login_id", models.CharField(max_length=10, unique=True)),
        migrations.AddField("centre", "state", models.CharField(max_length=20, default="live")),
        migrations.AddField("centre", "admits", models.BooleanField(default=True)),
    ]
