"""The settings of tests, with files on a disk: what was kept is there after a kill, for whoever starts next."""

from config.settings.base import STORAGES as ALL_STORAGES
from config.settings.test import *  # noqa: F403
from config.settings.test import STORAGES as OF_TESTS

STORAGES = OF_TESTS | {"default": ALL_STORAGES["default"]}
