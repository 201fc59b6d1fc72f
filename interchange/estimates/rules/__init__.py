"""What holds of estimated entries and of forecast grades."""
