from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "interchange.demo"
    label = "demo"
