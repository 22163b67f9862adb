"""Do the drugs that lower phosphate say how much of them does harm, and more of a drug no later than less?"""

from typing import Any

import pytest

from culprit.knowledge.drug_causes import drug_cause, drug_causes
from culprit.knowledge.load import Provenance, knowledge_file


def with_rungs(*rungs: tuple[int, int]) -> dict[str, Any]:
    entry = knowledge_file("drug_causes")["adefovir"]
    harm = entry["dose"]["harms"][0]
    return {**entry, "dose": {**entry["dose"], "harms": [{**harm, "amount": a, "after_days": d} for a, d in rungs]}}


@pytest.mark.parametrize("rungs", [((10, 100), (10, 50)), ((10, 100), (30, 200)), ((30, 100), (10, 50))])
def test_rungs_that_do_not_rise_are_refused(rungs: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(ValueError, match="adefovir: the rungs of a dose must rise"):
        drug_cause("adefovir", with_rungs(*rungs))
    assert drug_cause("adefovir", with_rungs((10, 100), (30, 50))).dose


def test_every_harmful_dose_is_sourced_and_has_an_amount() -> None:
    weighed = {name: cause.dose for name, cause in drug_causes().items() if cause.dose}
    assert {"adefovir", "tenofovir_disoproxil", "valproate", "ifosfamide", "imatinib", "ferric_carboxymaltose"} <= set(weighed)
    for dose in weighed.values():
        for harm in dose.harms:
            assert harm.source
            assert harm.amount > 0
            assert harm.provenance is not Provenance.READ, "the dossier prints no harmful dose with its time as such"
            assert dose.milligrams(harm) > 0
            assert (harm.within_days is None) == (dose.per != "infusions")


@pytest.mark.parametrize(
    ("drug", "amount"), [("adefovir", "10 mg"), ("ifosfamide", "60 g/m2"), ("antacid_aluminium_magnesium", "3000 mg")]
)
def test_amounts_as_one_writes_them(drug: str, amount: str) -> None:
    dose = drug_causes()[drug].dose
    assert dose is not None
    assert dose.in_unit(dose.milligrams(dose.harms[0])) == amount
