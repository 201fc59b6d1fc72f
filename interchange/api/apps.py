from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "interchange.api"
    label = "api"
