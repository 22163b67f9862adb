"""How much is measured? Each size names its numbers once; every part takes what it needs."""

from dataclasses import dataclass

PARTS = (
    *("shortlist", "engines", "store_screen", "fhir", "omop", "heavy_patient", "assessment", "one_patient", "whole"),
    *("nightly", "needs"),
)


@dataclass(frozen=True)
class Size:
    """People and results of the generated store; the same for engines that would not finish on it (`slow`); people of the
    hospitals written as FHIR, and of the one with every test of the laboratory (`whole_people`); people of the hospital that
    other parts share; results written as OMOP; resources of the heavy patient; lines that a slow reader validates; how often each
    thing is done; and of a night the people, the results of each in the years before, and how many have something new."""

    people: int
    results: int
    slow: tuple[int, int]
    fhir_people: int
    whole_people: int
    hospital_people: int
    omop: tuple[int, int]
    heavy: int
    validated_lines: int
    runs: int
    night: tuple[int, int, int]
    parts_of_the_store: int = 1
    parts: tuple[str, ...] = PARTS


SIZES = {
    # for the tests: every part that checks an answer, in seconds
    "tiny": Size(2_000, 100_000, (1_000, 50_000), 300, 200, 600, (500, 20_000), 2_000, 200, 1, (2_000, 20, 100), parts=PARTS[:-2]),
    "small": Size(
        *(20_000, 4_000_000, (20_000, 4_000_000), 4_000, 1_500, 5_000, (20_000, 2_000_000), 20_000, 2_000, 3),
        night=(20_000, 20, 1_000),
    ),
    "full": Size(
        *(1_000_000, 200_000_000, (50_000, 10_000_000), 40_000, 40_000, 20_000, (200_000, 20_000_000), 100_000, 20_000, 5),
        night=(1_000_000, 20, 50_000),
    ),
    # generated straight into the store, in parts; the disk has no room for a second copy in order of persons
    "billion": Size(5_000_000, 1_000_000_000, (0, 0), 0, 0, 0, (0, 0), 0, 0, 3, (0, 0, 0), 5, ("shortlist", "store_screen")),
}


def size_of(name: str) -> Size:
    """The numbers of a size."""
    return SIZES[name]
