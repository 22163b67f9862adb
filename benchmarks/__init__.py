"""How fast, in how much memory, and with the same answer? `make bench`, or `python -m benchmarks --size small`."""
