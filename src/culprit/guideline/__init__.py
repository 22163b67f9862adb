"""The rulebook: pure functions of one patient's record and a date. One question, one file."""
