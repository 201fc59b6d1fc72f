from django.apps import AppConfig


class CentresConfig(AppConfig):
    name = "interchange.centres"
    label = "centres"
