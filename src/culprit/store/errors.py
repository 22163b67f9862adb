"""The errors of a store that cannot be written or read. Each says what was found, where, why it matters, what to do."""


class StoreError(Exception):
    """`message` says what and where, `hint` what to do. What was in the store before is still there, whole."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message}\n{hint}" if hint else message)
        self.message = message
        self.hint = hint


class MeaningChanged(StoreError):
    """The store was read with other knowledge, or another mapping file, than the one at hand: old and new rows would not mix."""


class DiskFull(StoreError):
    """There was no room to write. Nothing half-written is visible, and the same call may be made again."""


class WillNotFit(StoreError):
    """There is too little disk or memory for what is asked. Nothing was begun."""


class StoreBusy(StoreError):
    """Another process is loading into this store."""
