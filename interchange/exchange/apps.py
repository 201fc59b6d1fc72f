from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "interchange.exchange"
    label = "exchange"
