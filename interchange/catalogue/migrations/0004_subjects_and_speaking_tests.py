"""The subject of a qualification, and which exams are speaking tests: until now known by words of their titles alone.

What stands is filled in by the same words, so that nothing is checked less than before; from now on the catalogue says.
"""

import re
from typing import Any

from django.db import migrations, models

LEVEL_WORDS = re.compile(
    r"\b(gcse|gce|a[- ]level|as[- ]level|as|advanced|subsidiary|entry level|certificate|award|diploma|extended|"
    r"level [0-9/]+|core|cambridge|nationals?|technicals?|in)\b|\([^)]*\)|[^\w\s]",
    re.IGNORECASE,
)


def fill_in(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    qualifications = apps.get_model("catalogue", "Qualification").objects.using(alias)
    known = list(qualifications.exclude(title="").only("title"))
    for one in known:
        one.subject = " ".join(LEVEL_WORDS.sub(" ", one.title).split())[:100]
    qualifications.bulk_update(known, ["subject"], batch_size=1_000)
    components = apps.get_model("catalogue", "Component").objects.using(alias)
    components.filter(kind="exam", title__icontains="speaking").update(speaking=True)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_loads_and_problems")]

    operations = [
        migrations.AddField(
            model_name="qualification",
            name="subject",
            field=models.CharField(blank=True, db_default="", default="", max_length=100),
        ),
        migrations.AddField(
            model_name="component", name="speaking", field=models.BooleanField(db_default=False, default=False)
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
