"""Who to look at (columnar, conservative), then what to say (patient by patient), then in which order."""
