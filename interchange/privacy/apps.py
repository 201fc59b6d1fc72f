from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "interchange.privacy"
    label = "privacy"
