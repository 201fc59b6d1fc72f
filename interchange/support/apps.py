from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "interchange.support"
    label = "support"
