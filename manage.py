"""Django's command line. `bin/manage` calls it inside the environment, with a database to talk to."""

import os
import sys

from django.core.management import execute_from_command_line

from config.environment import BadSetting

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    try:
        execute_from_command_line(sys.argv)
    except BadSetting as nonsense:
        sys.exit(str(nonsense))
