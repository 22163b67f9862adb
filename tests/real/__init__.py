"""Public record sets and published patients, through the commands a user would call. Skipped where ../shared is absent."""
