"""Which test found the tumour? Positives of all who were scanned; sensitivity only among those whose tumour was proven."""

from collections.abc import Sequence

from culprit.knowledge.study_sheets import words_for
from culprit.study.case import Case, is_proven
from culprit.study.cohort import Scan
from culprit.study.protocol import Protocol
from culprit.study.statistics.proportion import Proportion
from culprit.study.tables.table import Table
from culprit.study.written import proportion, share_interval

TITLES = {
    "sstr_pet": "SSTR PET",
    "sstr_spect": "SSTR SPECT",
    "fdg_pet": "FDG PET",
    "bone_scan": "Bone scan",
    "mri": "MRI",
    "ct": "CT",
    "xray": "X-ray",
    "ultrasound": "Ultrasound",
    "venous_sampling": "Venous sampling",
    "other": "Other",
}


def localisation(cases: Sequence[Case], protocol: Protocol) -> Table:
    """One row for each modality that was used, by patient: the best result of several scans before the operation counts."""
    confidence = float(protocol.definitions.number("confidence"))
    rows = []
    for modality in words_for("modality"):
        scanned = [(case, scans) for case in cases if (scans := _before(case, modality))]
        if not scanned:
            continue
        positive = Proportion(sum(_positive(scans) for _, scans in scanned), len(scanned))
        proven = [(case, scans) for case, scans in scanned if is_proven(case.patient, case.operation)]
        judged = [answer for _, scans in proven if (answer := _right(scans)) is not None]
        sensitivity = Proportion(sum(judged), len(judged), len(proven) - len(judged))
        false = sum(scan.result == "positive" and scan.matches_tumour is False for _, scans in scanned for scan in scans)
        rows.append(
            (
                TITLES[modality],
                proportion(positive),
                share_interval(positive, confidence),
                proportion(sensitivity),
                share_interval(sensitivity, confidence),
                str(sensitivity.missing),
                str(false),
            )
        )
    columns = ("", "positive / scanned", "interval", "sensitivity", "interval of it", "not judged", "false foci")
    notes = (
        "Sensitivity: the tumour itself was seen, among patients whose TIO was proven; a patient of whom nobody wrote down whether "
        "the focus was the tumour is not judged. Specificity needs patients without a tumour, whom an operated series "
        "does not have.",
    )
    return Table("localisation", "Localisation yield", columns, tuple(rows), notes)


def _before(case: Case, modality: str) -> list[Scan]:
    return [
        scan
        for scan in case.patient.scans
        if scan.modality == modality and (case.operation is None or scan.at.earliest <= case.operation.day)
    ]


def _positive(scans: Sequence[Scan]) -> bool:
    return any(scan.result == "positive" for scan in scans)


def _right(scans: Sequence[Scan]) -> bool | None:
    """Did any of them show the proven tumour? None when a positive one is not said to have matched or not."""
    positive = [scan for scan in scans if scan.result == "positive"]
    if any(scan.matches_tumour for scan in positive):
        return True
    return None if any(scan.matches_tumour is None for scan in positive) else False
