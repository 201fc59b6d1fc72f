from django.apps import AppConfig


class EntriesConfig(AppConfig):
    name = "interchange.entries"
    label = "entries"
