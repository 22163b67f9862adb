"""The tables of a study: each file one, each a function from cases to a Table."""
