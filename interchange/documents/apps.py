from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "interchange.documents"
    label = "documents"
