"""What only the whole warehouse can tell: how many people, how many with a phosphate, and whether their unit is to be believed."""

import msgspec

from culprit.knowledge.settings import Settings


class Census(msgspec.Struct, frozen=True):
    """Counts of the whole warehouse. `phosphates` have an amount; `doubted` of them cannot be in the unit they were read in.
    `preselected` people's rows travelled. `holds_results`: there is laboratory data at all."""

    people: int
    with_serum_phosphate: int
    phosphates: int
    doubted: int
    preselected: int
    holds_results: bool

    def unit_doubts(self, shown: str, settings: Settings) -> tuple[str, ...]:
        """The sentence on the warehouse's serum phosphates when many do not fit their unit (sources/unit_doubts.py)."""
        least, share = settings.number("unit_doubt_least_results"), settings.number("unit_doubt_least_share")
        if self.doubted < least or self.doubted < share * self.phosphates:
            return ()
        return (
            f"{shown}: {self.doubted:,} of {self.phosphates:,} serum phosphates do not fit the unit they were read in; the others "
            "may be in another unit too and look normal: ask the laboratory before trusting a normal value of this database",
        )

    def sentence(self) -> str:
        """What a run says of it."""
        return (
            f"the shortlist was made where the data live: the rows of {self.preselected:,} of {self.people:,} people were read, "
            "and the counts of rows are of these alone"
        )
