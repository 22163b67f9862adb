"""Why can a line or row not be used? The words of quarantine.reason, and what each says to the person who must mend it."""

from enum import StrEnum


class Reason(StrEnum):
    """One word per way in which a row can be unusable. Formats set the first group, `sources/intake` the second."""

    BROKEN_LINE = "broken_line"
    BAD_ENCODING = "bad_encoding"
    WRONG_TYPE = "wrong_type"
    NO_ID = "no_id"
    TOO_LONG = "too_long"
    COLUMNS_DISAGREE = "columns_disagree"
    PERSON_DISAGREES = "person_disagrees"

    NO_PATIENT = "no_patient"
    UNKNOWN_PATIENT = "unknown_patient"
    NO_DATE = "no_date"
    UNREADABLE_DATE = "unreadable_date"
    AMBIGUOUS_DATE = "ambiguous_date"
    FUTURE_DATE = "future_date"


EXPLANATIONS: dict[Reason, str] = {
    Reason.BROKEN_LINE: "The line is not complete, so nothing of it can be trusted. Export the file again, or mend the line.",
    Reason.BAD_ENCODING: "The line holds bytes that are no text in the file's encoding. "
    "Export as UTF-8, or name the encoding in the mapping file.",
    Reason.WRONG_TYPE: "The line holds another kind of thing than its file promises. Move it to its own file.",
    Reason.NO_ID: "The row has no id, so nothing else can refer to it. Export the id too.",
    Reason.TOO_LONG: "The line is longer than the longest that is read. Split it, or leave embedded attachments out of the export.",
    Reason.COLUMNS_DISAGREE: "Which of them is right cannot be told, so neither is used. "
    "Correct the one, or leave it out of the export.",
    Reason.PERSON_DISAGREES: "Which is right cannot be told, so none is used; the results are. Correct the person's data.",
    Reason.NO_PATIENT: "The row does not say whose it is, so it belongs to no record. Export the patient's id too.",
    Reason.UNKNOWN_PATIENT: "The row names a patient who is not among the people read, so age and sex are not known. "
    "It waits: the load that brings this patient takes it up.",
    Reason.NO_DATE: "The row has no date, and a result without a date proves nothing over time. Export the date of sampling too.",
    Reason.UNREADABLE_DATE: "The date is written in no way that is known. Write it as 2019-06-16.",
    Reason.AMBIGUOUS_DATE: "Day and month cannot be told apart in this date. "
    "Say date_order in the mapping file, or write 2019-06-16.",
    Reason.FUTURE_DATE: "The date lies after the day of assessment. "
    "Correct the date, or wait: the first run on or after that day takes it up.",
}
