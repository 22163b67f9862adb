"""The case library's own form as a source."""
