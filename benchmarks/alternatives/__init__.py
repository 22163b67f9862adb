"""Other ways to the same answers, written as well as we can: each is asked for its answer first, and its time afterwards.

What they need beyond Culprit's own requirements stands in requirements/benchmarks.txt; what is not installed is skipped, with the
reason.
"""
