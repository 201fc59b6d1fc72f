"""Writes anew what is stale."""

import django

from interchange.operations.docs import write_stale

if __name__ == "__main__":
    django.setup()
    for name in write_stale():
        print(f"written anew: {name}")
