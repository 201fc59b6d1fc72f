from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "interchange.core"
    label = "core"
