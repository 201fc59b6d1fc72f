from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0004_what_is_let_go'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='eventrecord',
            index=models.Index(condition=models.Q(('outcome', 'refused')), fields=['at'], name='audit_event_refused'),
        ),
    ]
