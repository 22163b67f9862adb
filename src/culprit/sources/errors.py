"""The one error of a source that cannot be used at all; a bad row inside a good source goes to quarantine instead."""


class SourceError(Exception):
    """`message` says what was found, where, and why it matters; `hint` says what to do. The command line exits with status 3."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message}\n{hint}" if hint else message)
        self.message = message
        self.hint = hint
