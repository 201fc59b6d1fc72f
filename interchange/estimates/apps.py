from django.apps import AppConfig


class EstimatesConfig(AppConfig):
    name = "interchange.estimates"
    label = "estimates"
