"""A text without the spaces around it, in SQL: DuckDB's trim looks at each letter, and nearly no text of a source has any."""


def as_given(text: str) -> str:
    """SQL: the column `text`, of a format that has trimmed it."""
    return text


def trimmed(text: str) -> str:
    """SQL: what `trim` says of the column `text`, without asking it where the text begins and ends with a printed ASCII letter."""
    begins, ends = f"{text} BETWEEN '!' AND '~'", f"{text}[-1] BETWEEN '!' AND '~'"
    return f"CASE WHEN {begins} AND {ends} THEN {text} ELSE trim({text}) END"
