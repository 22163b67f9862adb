"""The listed while their order is not known yet: in the worklist's order at the end, and what is long of them not in memory."""

import os
import stat
import tracemalloc
from pathlib import Path
from random import Random
from types import SimpleNamespace

import msgspec
import pytest

from culprit.cli.listed import nobody_listed
from culprit.domain.facts import Condition, ConditionStatus, DrugUse, Procedure, Relative, Report, Stay, StayKind
from culprit.domain.moment import Moment
from culprit.domain.record import PatientRecord
from culprit.knowledge.statements import statements
from culprit.report.assessment_json import assessment_json, heading_of
from culprit.report.patient_section import ListedPatient, packed, patient_section, section_body
from culprit.report.worklist_rows import worklist_rows
from culprit.screen.worklist import order
from tests.report.examples import everyone, intensive_care_patient, tumour_patient

DAY, NIGHT = Moment.parse("2024-05-06"), Moment.parse("2024-05-06T23:10")


def named(patient: ListedPatient, name: str) -> ListedPatient:
    replace = msgspec.structs.replace
    record, assessment = replace(patient.record, patient_id=name), replace(patient.assessment, patient_id=name)
    return ListedPatient(0, assessment, record)


def line_of(patient: ListedPatient) -> bytes:
    return assessment_json(patient.assessment)


def full(record: PatientRecord) -> PatientRecord:
    """With a fact of every kind."""
    return PatientRecord.of(
        record.patient_id,
        birth=Moment.parse("1960"),
        death=NIGHT,
        results=[result for results in record.results.values() for result in results],
        conditions=[Condition("osteomalacia", DAY, None, "Knochenerweichung", "M83", ConditionStatus.PROVISIONAL, "a:1")],
        drugs=[DrugUse("adefovir", None, NIGHT, "ADV 10 mg", "J05", "oral", "10 mg/day", "given", "a:2")],
        procedures=[Procedure("dialysis", DAY, NIGHT, "HD", "x", "a:3")],
        stays=[Stay(StayKind.INTENSIVE_CARE, DAY, NIGHT, False, "ITS", "a:4")],
        reports=[Report("ssr_pet_ct", DAY, "Herd", "y", "a:5")],
        relatives=[Relative("XLH", "mother", "Phosphatdiabetes", ConditionStatus.PRESENT, "a:6")],
    )


def test_whoever_comes_when_they_stand_in_the_order_of_the_worklist(tmp_path: Path) -> None:
    crowd = [named(patient, f"p{number}") for number in range(4) for patient in everyone()[:4]]
    crowd = [named(patient, f"{patient.name}-{i % 7}-{i}") for i, patient in enumerate(crowd)]
    wanted = [one.name for one in sorted(crowd, key=lambda one: order(one.record, one.assessment))]
    Random(1).shuffle(crowd)
    with nobody_listed(tmp_path, sections=3) as listed:
        assert listed.last() is None
        for one in crowd:
            listed.add(one.record, one.assessment, line_of(one))
        assert len(listed) == len(crowd)
        assert [patient.name for patient in listed.patients()] == wanted
        assert [patient.rank for patient in listed.patients()] == list(range(1, len(crowd) + 1))
        assert list(dict.fromkeys(row.patient_id for row in listed.rows())) == wanted
        assert [row.rank for row in listed.rows()] == sorted(row.rank for row in listed.rows())
        last = listed.last()
        assert last is not None
        assert last[-1] == wanted[2]
        assert [line.split(b'"')[3].decode() for line in listed.lines()] == wanted


def test_what_waits_comes_back_as_it_was(tmp_path: Path) -> None:
    patients = [named(one, f"{i}") for i, one in enumerate(everyone())]
    patients.append(ListedPatient(0, named(tumour_patient(), "all").assessment, full(named(tumour_patient(), "all").record)))
    with nobody_listed(tmp_path, sections=1, whole_records=True) as listed:
        for one in patients:
            listed.add(one.record, one.assessment, line_of(one), b"drawn of " + one.name.encode())
        found = {one.name: one for one in listed.patients()}
    for one in patients:
        assert found[one.name].record == one.record
        assert found[one.name].assessment == one.assessment
        assert found[one.name].drawn == b"drawn of " + one.name.encode()


def test_above_a_drawn_section_stands_what_stood_above_it_before(tmp_path: Path) -> None:
    patients = [named(one, f"{i}") for i, one in enumerate(everyone())]
    with nobody_listed(tmp_path, sections=len(patients)) as listed:
        for one in patients:
            listed.add(one.record, one.assessment, line_of(one), packed(section_body(one, statements())))
        found = {one.name: one for one in listed.patients()}
    assert all(found[one.name].drawn for one in patients)
    for one in patients:
        # its place is its rank, and is told to both
        again = msgspec.structs.replace(found[one.name], rank=one.rank)
        assert patient_section(again, statements()) == patient_section(one, statements())
        assert found[one.name].assessment.listings == one.assessment.listings


@pytest.mark.parametrize("patient", everyone(), ids=lambda patient: patient.name)
def test_a_heading_tells_the_worklist_all_that_the_assessment_does(patient: ListedPatient) -> None:
    heading = heading_of(line_of(patient))
    assert heading.findings == {}
    assert order(patient.record, heading) == order(patient.record, patient.assessment)
    assert worklist_rows(msgspec.structs.replace(patient, assessment=heading)) == worklist_rows(patient)
    assert worklist_rows(patient), "somebody who is not listed shows nothing"


@pytest.mark.parametrize("left_out", ["contributors", "missing"])
def test_an_example_has_what_a_heading_leaves_out(left_out: str) -> None:
    """Else the test above could not tell that the worklist asks for it."""
    assert any(getattr(patient.assessment, left_out) for patient in everyone())


def test_records_are_kept_only_of_whom_a_section_is_still_to_be_drawn(tmp_path: Path) -> None:
    with nobody_listed(tmp_path, sections=2) as listed:
        for name in ("a", "b", "c"):
            one = named(tumour_patient(), name)
            listed.add(one.record, one.assessment, line_of(one))
        drawn = named(intensive_care_patient(), "drawn")
        listed.add(drawn.record, drawn.assessment, line_of(drawn), b"drawn")
        with_rows = {one.name: bool(one.record.results) for one in listed.patients()}
    assert with_rows == {"a": True, "b": True, "c": False, "drawn": False}


def test_memory_holds_neither_records_nor_assessments_nor_sections(tmp_path: Path) -> None:
    """Of each only what the worklist says, whatever their records and sections weigh."""
    people, drawn = 400, os.urandom(8_000)
    with nobody_listed(tmp_path, sections=10) as listed:
        tracemalloc.start()
        for number in range(people):
            one = named(tumour_patient(), f"p{number:04d}")
            listed.add(one.record, one.assessment, line_of(one), drawn + one.name.encode())
        del one
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        on_disk = sum(len(line) for line in listed.lines()) + people * len(drawn)
    assert on_disk / people > 10_000
    assert held / people < 2_000


def test_the_file_has_no_name_and_ends_with_the_run(tmp_path: Path) -> None:
    with nobody_listed(tmp_path, sections=1) as listed:
        one = tumour_patient()
        listed.add(one.record, one.assessment, line_of(one))
        file = listed._file
        assert list(tmp_path.iterdir()) == []
        assert stat.S_IMODE(os.fstat(file.fileno()).st_mode) == 0o600
    assert file.closed


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_space(data: bytes) -> int:
        raise OSError(28, "No space left on device")

    one = tumour_patient()
    with nobody_listed(tmp_path, sections=1) as listed:
        monkeypatch.setattr(listed, "_file", SimpleNamespace(seek=int, write=no_space))
        with pytest.raises(OSError, match="No space"):
            listed.add(one.record, one.assessment, line_of(one))
        assert len(listed) == 0
