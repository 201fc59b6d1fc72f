from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "interchange.accounts"
    label = "accounts"
