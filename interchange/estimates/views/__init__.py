"""The doors of estimated entries and forecast grades."""
