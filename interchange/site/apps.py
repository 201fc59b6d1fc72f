from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "interchange.site"
    label = "site"
