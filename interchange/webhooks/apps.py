from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "interchange.webhooks"
    label = "webhooks"
