"""Published patients in the case library's own form, JSON lines. Start with `read_published_cases` in read.py."""

from culprit.sources.published_cases.read import looks_like_published_cases, read_published_cases

__all__ = ["looks_like_published_cases", "read_published_cases"]
