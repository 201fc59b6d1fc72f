"""What the services of estimated entries and forecast grades share, inside their transactions."""
