"""What a site adds to our knowledge of codes, names, units and columns: the content of its mapping file."""

import msgspec

from culprit.knowledge.analyte_names import normalised_name


class LocalMapping(msgspec.Struct, frozen=True, gc=False):
    """One mapping file, read. It goes before everything that we know ourselves.

    codes    (code system or '', code) → analyte
    names    test name → analyte; names are compared as `normalised_name` writes them
    units    (analyte, unit as printed) → a unit spelling of knowledge/units.toml; a printed unit of '' stands for "none printed"
    columns  column header → role (laboratory files)
    fixed    role → one value for the whole file, where no column holds it (unit, specimen …)
    """

    codes: dict[tuple[str, str], str] = {}
    names: dict[str, str] = {}
    units: dict[tuple[str, str], str] = {}
    columns: dict[str, str] = {}
    fixed: dict[str, str] = {}

    def analyte_of_code(self, system: str, code: str) -> str:
        """The analyte the site gives this code, with or without its system; '' when it says nothing."""
        return self.codes.get((system.strip(), code.strip())) or self.codes.get(("", code.strip()), "")

    def analyte_of_name(self, name: str) -> str:
        """The analyte the site gives this name; '' when it says nothing."""
        return self.names.get(normalised_name(name)) or self.names.get(name, "")

    def unit_of(self, analyte: str, printed: str) -> str:
        """The unit the site says is meant; the printed one when it says nothing."""
        return self.units.get((analyte, printed.strip()), printed)
