"""Parts that the services of mark sheets share; each runs inside their transaction."""
