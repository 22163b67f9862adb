"""The course after an operation: pure functions of one patient's record and a date."""
