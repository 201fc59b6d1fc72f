from django.apps import AppConfig


class InvoicingConfig(AppConfig):
    name = "interchange.invoicing"
    label = "invoicing"
