from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "interchange.notifications"
    label = "notifications"
