"""Makes small hospitals on the spot: seeded, vectorised, any size; published patients can be hidden among the invented people.

`simulate()` writes FHIR R4 NDJSON, `canonical.write()` the canonical tables themselves, for benchmarks. The same seed gives the
same bytes. docs/simulate.md says what the people are made of.
"""

from culprit.simulate.hospital import Simulation, simulate

__all__ = ["Simulation", "simulate"]
