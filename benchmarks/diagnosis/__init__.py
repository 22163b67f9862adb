"""Is the differential right? Published patients, what was known before the cause was found, three simpler ways beside it."""
