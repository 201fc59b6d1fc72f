"""What pages read of estimated entries and forecast grades."""
