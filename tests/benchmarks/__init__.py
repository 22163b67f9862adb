"""The judges are judged: counts, intervals, scores, and the simpler ways of the diagnosis benchmark."""
