from django.apps import AppConfig


class TransfersConfig(AppConfig):
    name = "interchange.transfers"
    label = "transfers"
