"""What do the short words of notes and flags tell the person who runs Culprit? What was done, and what to do."""

NOTES: dict[str, str] = {
    "unit_against_code": "The code stands for another kind of unit than is printed; the printed unit counts.",
    "unit_and_unit_code_disagree": "The printed unit and the coded one differ; the printed one counts.",
    "unit_taken_from_its_code": "The printed unit is not known, its code is, and that counts.",
    "range_not_understood": "The printed range could not be read; the limits of the rulebook are used instead.",
    "range_unit_unknown": "The unit of the printed range is not known, so the range is not used.",
    "rows_taken_up": "They had waited for their patient or their day, and now count.",
    "sex_contradicted": "One patient stands with two sexes; the one read last counts.",
    "birth_contradicted": "One patient stands with two dates of birth; the one read last counts.",
    "birth_unreadable": "The date of birth could not be read: the age, and limits that depend on it, are not known.",
    "death_unreadable": "The date of death could not be read: the patient counts as alive, unless another word says dead.",
    "sex_not_told": "The word for the sex is none that is known: limits that depend on it are not used.",
    "deceased_not_told": "The word that should say whether the patient is dead is none that is known: the patient counts as alive.",
    "born_after_death": "The date of birth lies after the date of death: correct one of them.",
}

FLAGS: dict[str, str] = {
    "unit_missing": "no unit is printed; a mapping file can say which is meant",
    "unit_unknown": "the printed unit is not known for this test; a mapping file can name it",
    "unit_suspect": "the number, or the printed limits, speak against the printed unit; ask the laboratory",
    "specimen_against_code": "the specimen is another than the code says",
    "not_a_number": "the source wrote NaN or infinity",
    "too_large": "the number is larger than any that is kept",
}
