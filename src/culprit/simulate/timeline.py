"""What happened to whom and when: columns that grow block by block and are put in order once, at the end."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass
class Columns:
    """Blocks of equal-length columns under fixed names."""

    names: tuple[str, ...]
    blocks: list[tuple[NDArray[np.generic], ...]] = field(default_factory=list)

    def add(self, *columns: NDArray[np.generic] | float) -> None:
        """Appends one block; a scalar stands for a whole column. The first column gives the length."""
        length = len(np.atleast_1d(columns[0]))
        self.blocks.append(tuple(np.broadcast_to(np.asarray(column), (length,)) for column in columns))

    def joined(self) -> dict[str, NDArray[np.generic]]:
        """All blocks as one column each, in order of the first two columns (person, start); ties keep their order."""
        if not self.blocks:
            return {name: np.zeros(0, dtype=np.int64) for name in self.names}
        columns = [np.concatenate(parts) for parts in zip(*self.blocks, strict=True)]
        order = np.lexsort((columns[1], columns[0]))
        return {name: column[order] for name, column in zip(self.names, columns, strict=True)}


class Timeline:
    """Everything recorded about everybody. `person` is a position in People; times are minutes since 1970-01-01, days for facts."""

    def __init__(self) -> None:
        self.results = Columns(("person", "minute", "analyte", "value"))
        self.conditions = Columns(("person", "day", "what"))
        self.drugs = Columns(("person", "day", "what", "until"))
        self.procedures = Columns(("person", "day", "what"))
        self.stays = Columns(("person", "day", "what", "until"))
