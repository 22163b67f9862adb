"""Does a whole file print serum phosphate in another unit than it says?

One low mg/dL value stored as mmol/L looks normal, and no window catches it (a phosphate of 1.9). Its neighbours give it away: where
many values of a file cannot be in the printed unit, those that could be are in doubt too, and somebody must look.
"""

from typing import Any

from culprit.knowledge.settings import Settings


def unit_doubts(connection: Any, results: str, settings: Settings) -> tuple[str, ...]:
    """A sentence for each file and printed unit of serum phosphate that many values do not fit; `results` is a relation of the
    store's shape. Fewer than settings `unit_doubt_least_results` and `unit_doubt_least_share` say are slips of the keyboard.
    """
    least, share = settings.number("unit_doubt_least_results"), settings.number("unit_doubt_least_share")
    groups = connection.execute(
        f"""SELECT source_file, printed_unit, count(*), count(*) FILTER (flags LIKE '%unit_suspect%')
            FROM {results} WHERE analyte = 'phosphate_serum' GROUP BY source_file, printed_unit ORDER BY ALL"""
    ).fetchall()
    return tuple(
        f"{file}: {doubted:,} of {count:,} serum phosphates printed {f'in {unit!r}' if unit else 'without a unit'} do not fit the "
        "unit they were read in; the others may be in another unit too and look normal: ask the laboratory before trusting a "
        "normal value of this file"
        for file, unit, count, doubted in groups
        if doubted >= least and doubted >= share * count
    )
