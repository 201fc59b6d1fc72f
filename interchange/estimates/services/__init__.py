"""What can be done about estimated entries and forecast grades."""
