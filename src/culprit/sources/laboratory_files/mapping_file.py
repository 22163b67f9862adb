"""Reads a mapping file: what a site says of its own files, codes, names and units (docs/mapping-file.md).

Every mistake is told with the line and the key it stands in; a mapping file that is half understood is not used.
"""

import codecs
import difflib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from culprit.knowledge.analyte_names import normalised_name
from culprit.knowledge.analytes import analytes
from culprit.knowledge.units import units_spelled
from culprit.sources.errors import SourceError
from culprit.sources.intake.local_mapping import LocalMapping
from culprit.sources.intake.read_moment import DateOrder
from culprit.sources.laboratory_files.settings import IGNORE, FileSettings, YesFact, roles

_FACT_KINDS = ("condition", "drug", "procedure")
_FILE_KEYS = ("encoding", "delimiter", "header_line", "decimal", "date_order", "excel_serials")
_FOR_THE_INTAKE = ("date_order", "excel_serials")
_SECTIONS = ("files", "columns", "fixed", "words", "names", "codes", "units", "facts")


class MappingFile(LocalMapping, frozen=True):
    """A mapping file, read. The intake uses it as a LocalMapping; `files` is for the reading of laboratory files.

    `recognised_by`: headers that must all be there for a mapping that is shipped with Culprit to be used.
    """

    files: FileSettings = msgspec.field(default_factory=FileSettings)
    recognised_by: tuple[str, ...] = ()


def read_mapping(path: Path) -> MappingFile:
    """The mapping in a TOML file. Raises SourceError that names the line and the key of the first mistake."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise SourceError(
            f"mapping file {path} does not exist", "Write one with: culprit check SOURCE --write-mapping FILE"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"mapping file {path} cannot be read: {error}", "Save it as UTF-8 text.") from error
    return parse_mapping(text, path.name)


def parse_mapping(text: str, name: str) -> MappingFile:
    """The mapping in TOML text; `name` is for messages. Raises SourceError as read_mapping does."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(
            f"mapping file {name} is not valid TOML: {error}",
            'Put names with blanks or letters other than a-z in quotation marks: "Фосфор" = "phosphate_serum".',
        ) from error
    return _Reader(text, name).read(content)


class _Reader:
    """Turns parsed TOML into a mapping; knows the text, to name lines."""

    def __init__(self, text: str, name: str) -> None:
        self.lines = text.splitlines()
        self.name = name

    def read(self, content: dict[str, Any]) -> MappingFile:
        recognised_by = tuple(content.pop("recognised_by", ()))
        self._known_keys(content, _SECTIONS, "section")
        for section in _SECTIONS:
            if not isinstance(content.get(section, {}), dict):
                raise self._error(section, f"'{section}' must be a section", f"Write [{section}] on a line of its own.")
        fixed, fixed_in = self._fixed(content.get("fixed", {}))
        settings = self._files(content.get("files", {}), content, fixed, fixed_in)
        said = {key: str(content["files"][key]) for key in _FOR_THE_INTAKE if key in content.get("files", {})}
        return MappingFile(
            codes={self._code(code): self._analyte(analyte, code) for code, analyte in content.get("codes", {}).items()},
            names={normalised_name(name): self._analyte(analyte, name) for name, analyte in content.get("names", {}).items()},
            units=self._units(content.get("units", {})),
            columns=dict(settings.columns),
            fixed={**fixed, **said},
            files=settings,
            recognised_by=recognised_by,
        )

    def _files(
        self, files: dict[str, Any], content: dict[str, Any], fixed: Mapping[str, str], fixed_in: Mapping[str, Mapping[str, str]]
    ) -> FileSettings:
        everywhere = self._written({key: value for key, value in files.items() if not isinstance(value, dict)})
        written_in = {pattern: self._written(value) for pattern, value in files.items() if isinstance(value, dict)}
        return FileSettings(
            **everywhere,
            columns={header: self._column(header, role) for header, role in content.get("columns", {}).items()},
            fixed=fixed,
            fixed_in=fixed_in,
            words={role: self._words(role, meanings) for role, meanings in content.get("words", {}).items()},
            facts={header: self._fact(header, fact) for header, fact in content.get("facts", {}).items()},
            written_in=written_in,
        )

    def _written(self, files: dict[str, Any]) -> dict[str, Any]:
        """The checked keys of [files], those for the intake left out."""
        self._known_keys(files, _FILE_KEYS, "key of [files]")
        for key in ("encoding", "delimiter", "decimal", "date_order"):
            self._text(files, key)
        try:
            codecs.lookup(files.get("encoding", "utf-8"))
        except LookupError as error:
            found = f"encoding '{files['encoding']}' is not known"
            raise self._error("encoding", found, "Write utf-8, gb18030, cp1251, cp1252 or the like.") from error
        if len(files.get("delimiter", ",")) != 1:
            found = f"delimiter '{files['delimiter']}' is not one character"
            raise self._error("delimiter", found, 'Write "," or ";" or "\\t" or "|".')
        self._one_of("decimal", files.get("decimal", ""), (".", ","))
        self._one_of("date_order", files.get("date_order", ""), tuple(DateOrder))
        header_line = files.get("header_line", 1)
        if not isinstance(header_line, int) or isinstance(header_line, bool) or header_line < 0:
            hint = "The first line of the file is 1; 0 says that there is no header."
            raise self._error("header_line", "header_line must be a whole number", hint)
        said = {key: value for key, value in files.items() if key != "excel_serials"}
        return {**said, **({"date_order": DateOrder(said["date_order"])} if "date_order" in said else {})}

    def _column(self, header: str, role: Any) -> str:
        if not isinstance(role, str) or not role:
            raise self._error(
                header, f"column '{header}' needs a role in quotation marks", f"One of: {', '.join(roles())}, {IGNORE}."
            )
        # a small slip in a role must not become the name of a test
        if role not in roles() and role != IGNORE and (near := difflib.get_close_matches(role, roles(), 1, 0.8)):
            raise self._error(header, f"column '{header}' has the unknown role '{role}'", f"Did you mean '{near[0]}'?")
        return role

    def _fixed(self, section: dict[str, Any]) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        everywhere = {key: str(value) for key, value in section.items() if not isinstance(value, dict)}
        in_files = {
            key: {role: str(text) for role, text in value.items()} for key, value in section.items() if isinstance(value, dict)
        }
        for values in (everywhere, *in_files.values()):
            for role in values:
                self._one_of(role, role, roles(), "role")
        return everywhere, in_files

    def _words(self, role: str, meanings: Any) -> dict[str, str]:
        self._one_of(role, role, roles(), "role")
        if not isinstance(meanings, dict):
            raise self._error(role, f"[words.{role}] must list words and what they mean", f'[words.{role}]\n"1" = "male"')
        return {str(word): str(meaning) for word, meaning in meanings.items()}

    def _fact(self, header: str, fact: Any) -> YesFact:
        if not isinstance(fact, dict) or not fact.get("yes") or not isinstance(fact.get("text"), str):
            raise self._error(
                header,
                f"[facts] '{header}' needs the values that mean yes, and the fact in words",
                f'"{header}" = {{ yes = ["1"], text = "hip fracture" }}',
            )
        self._known_keys(fact, ("yes", "text", "kind"), f"key of [facts] '{header}'")
        kind = str(fact.get("kind", "condition"))
        self._one_of("kind", kind, _FACT_KINDS)
        yes = fact["yes"] if isinstance(fact["yes"], list) else [fact["yes"]]
        return YesFact(tuple(str(value) for value in yes), fact["text"], kind)

    def _units(self, section: dict[str, Any]) -> dict[tuple[str, str], str]:
        found = {}
        for analyte, spellings in section.items():
            self._analyte(analyte, analyte)
            if not isinstance(spellings, dict):
                raise self._error(analyte, f"[units.{analyte}] must list printed units and what they mean", '"mmol" = "mmol/L"')
            for printed, unit in spellings.items():
                if not isinstance(unit, str) or not units_spelled(unit):
                    raise self._error(printed, f"'{unit}' is no unit that is known", "Write it as mmol/L, mg/dL, U/L or the like.")
                found[analyte, printed.strip()] = unit
        return found

    def _analyte(self, analyte: Any, key: str) -> str:
        if analyte not in analytes():
            near = _nearest_analyte(str(analyte))
            hint = f"Did you mean '{near}'?" if near else "The names are listed in docs/mapping-file.md."
            raise self._error(key, f"'{analyte}' is no analyte that is known", hint)
        return str(analyte)

    @staticmethod
    def _code(code: str) -> tuple[str, str]:
        system, _, bare = code.rpartition("|")
        return system.strip(), bare.strip()

    def _text(self, section: dict[str, Any], key: str) -> str:
        value = section.get(key, "")
        if not isinstance(value, str):
            raise self._error(key, f"{key} must be text in quotation marks", f'{key} = "{value}"')
        return value

    def _one_of(self, key: str, value: str, allowed: Iterable[str], what: str = "value") -> None:
        options = [option for option in allowed if option]
        if value and value not in options:
            near = difflib.get_close_matches(value, options, 1)
            raise self._error(
                key, f"'{value}' is no known {what}", f"Did you mean '{near[0]}'?" if near else f"One of: {', '.join(options)}."
            )

    def _known_keys(self, section: Mapping[str, Any], allowed: Iterable[str], what: str) -> None:
        for key in section:
            if key not in allowed:
                near = difflib.get_close_matches(key, list(allowed), 1)
                raise self._error(
                    key, f"'{key}' is no {what}", f"Did you mean '{near[0]}'?" if near else f"Known are: {', '.join(allowed)}."
                )

    def _error(self, key: str, found: str, hint: str) -> SourceError:
        pattern: Callable[[str], Any] = re.compile(rf"[\"'\[.]?\s*{re.escape(key)}(?!\w)").search
        line = next((number for number, text in enumerate(self.lines, 1) if pattern(text.split("#")[0])), None)
        place = f"mapping file {self.name}, line {line}, key '{key}'" if line else f"mapping file {self.name}, key '{key}'"
        return SourceError(f"{place}: {found}", hint)


def _nearest_analyte(name: str) -> str:
    """The analyte spelled most like `name`, or ''; of equally near ones that of the blood: most rows of a laboratory are."""
    near = difflib.get_close_matches(name, analytes(), len(analytes()))
    ordered = sorted(near, key=lambda other: (-difflib.SequenceMatcher(None, other, name).ratio(), "urine" in other, other))
    return ordered[0] if ordered else ""
