from collections.abc import Callable

from django.test import Client

from interchange.core.actor import Actor

SignedIn = Callable[[Actor], Client]
