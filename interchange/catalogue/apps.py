from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "interchange.catalogue"
    label = "catalogue"
