"""`bin/check fuzz`: every parser of files fed with broken ones: no crash, nothing over a second, memory capped."""
