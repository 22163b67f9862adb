"""The canonical tables' columns as Arrow, straight from store/schema.py: a new column there appears here too, empty."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from culprit.store.schema import AMOUNT, FACTS, PEOPLE, RESULTS, Table

_TYPES: dict[str, pa.DataType] = {
    # dictionaries spare the Parquet writer the hashing of every string; in the file they are plain strings
    "VARCHAR": pa.dictionary(pa.int32(), pa.string()),
    "BIGINT": pa.int64(),
    "SMALLINT": pa.int16(),
    "BOOLEAN": pa.bool_(),
    "TIMESTAMP": pa.timestamp("us"),
    AMOUNT: pa.decimal128(18, 6),
}


def _schema(table: Table) -> pa.Schema:
    return pa.schema([(column.name, _TYPES[column.type]) for column in table.columns])


PEOPLE_SCHEMA, RESULTS_SCHEMA, FACTS_SCHEMA = (_schema(table) for table in (PEOPLE, RESULTS, FACTS))


def constant(schema: pa.Schema, count: int, columns: dict[str, Any]) -> pa.Table:
    """A table of `count` rows: arrays as they are, single values repeated, columns not named NULL.

    Raises KeyError for a column that the schema does not have.
    """
    strange = set(columns) - set(schema.names)
    if strange:
        raise KeyError(f"no such canonical column: {sorted(strange)}")
    arrays = []
    for field in schema:
        given = columns.get(field.name)
        if isinstance(given, (pa.Array, pa.ChunkedArray, np.ndarray)):
            arrays.append(pa.array(given, field.type) if isinstance(given, np.ndarray) else given)
        elif pa.types.is_dictionary(field.type):
            arrays.append(_one_word(given, count))
        else:
            arrays.append(pa.repeat(pa.scalar(given, field.type), count))
    return pa.table(arrays, schema=schema)


def _one_word(word: str | None, count: int) -> pa.Array:
    places = np.zeros(count, dtype=np.int32)
    missing = np.ones(count, dtype=bool) if word is None else None
    return pa.DictionaryArray.from_arrays(pa.array(places, mask=missing), pa.array([] if word is None else [word], pa.string()))


def words(places: NDArray[np.int64], dictionary: pa.Array) -> pa.Array:
    """The word of `dictionary` at each place."""
    return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32)), dictionary)


def person_names(numbers: NDArray[np.int64]) -> pa.Array:
    """Ids p00000000 …, which sort as their numbers do."""
    return pc.binary_join_element_wise("p", pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 8, "0"), "")


def ticks(minutes: NDArray[np.int64]) -> pa.Array:
    """Minutes since 1970-01-01 as wall-clock timestamps."""
    return pa.array(minutes * 60_000_000).view(pa.timestamp("us"))


def amounts(millionths: NDArray[np.int64]) -> pa.Array:
    """Whole millionths as exact decimals: Arrow keeps a decimal as its 128-bit integer, so the low word is the number itself."""
    words = np.zeros((len(millionths), 2), dtype=np.int64)
    words[:, 0] = millionths
    words[:, 1] = millionths >> 63
    return pa.Array.from_buffers(_TYPES[AMOUNT], len(millionths), [None, pa.py_buffer(words.tobytes())])
