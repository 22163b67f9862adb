"""The same facts in three forms give the same assessment, to the last digit."""
