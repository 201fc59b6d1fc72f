from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "interchange.audit"
    label = "audit"
