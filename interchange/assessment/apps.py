from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "interchange.assessment"
    label = "assessment"
