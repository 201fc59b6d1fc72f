from django.apps import AppConfig


class VocationalConfig(AppConfig):
    name = "interchange.vocational"
    label = "vocational"
