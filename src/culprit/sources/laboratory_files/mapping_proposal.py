"""Writes the mapping file that a user starts from: what was recognised as comments, what was not as lines to fill in."""

import difflib
from collections.abc import Iterator
from functools import cache

from culprit.knowledge.analyte_names import normalised_name
from culprit.knowledge.load import knowledge_file
from culprit.sources.check_report import CheckReport, FileCheck
from culprit.sources.intake.recognise_analyte import recognise_analyte
from culprit.sources.laboratory_files.headers import NOT_READ, role_of
from culprit.sources.laboratory_files.settings import roles

_HEAD = """\
# A mapping file for Culprit: what it could not know of this source. Lines after a # say nothing; take the # away to say it.
# Use it with:  culprit screen SOURCE --mapping THIS_FILE
# Everything that was recognised stands here as a comment, so that you can see it and overrule it."""


def propose_mapping(report: CheckReport) -> str:
    """A mapping file in TOML, from what `check` found. As it stands it changes nothing: comments and empty sections."""
    laboratory = [file for file in report.files if report.kind == "laboratory"]
    parts = [_HEAD]
    if laboratory:
        parts += [_section("files", _files(laboratory)), _section("columns", _columns(laboratory)), _section("fixed", _FIXED)]
    parts += [_section("names", _names(report)), _section("codes", _codes(report)), *_units(report)]
    return "\n\n".join(parts) + "\n"


_FIXED = [
    "# what every row has where no column says it, for example:",
    '# taken = "2024"',
    '# unit = "mmol/L"',
    '# specimen = "urine"',
]


def _section(name: str, lines: list[str]) -> str:
    return "\n".join([f"[{name}]", *lines])


def quoted(text: str) -> str:
    """`text` as a TOML string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return f'"{"".join(character if character.isprintable() else f"{chr(92)}u{ord(character):04x}" for character in escaped)}"'


def _comment(text: str) -> str:
    return " ".join(text.split())


def _files(files: list[FileCheck]) -> list[str]:
    lines = [
        '# encoding = "utf-8"  delimiter = ","  header_line = 1 (0: none)  decimal = "." or ","',
        '# date_order = "day_first" or "month_first": for dates such as 03/04/2024',
        "# Said here, it holds for all files; under a file's name (* stands for anything) for those. How each was read:",
    ]
    for file in files:
        if file.encoding:
            guess = "" if file.encoding_sure else ", a guess"
            lines += [
                f"# [files.{quoted(file.file)}]",
                f"# encoding = {quoted(file.encoding)}        # {_comment(file.encoding_because)}{guess}",
                f"# delimiter = {quoted(file.delimiter)}",
                f"# header_line = {file.header_line}",
            ]
            if file.decimal:
                lines.append(f"# decimal = {quoted(file.decimal)}")
            if file.date_order:
                lines.append(f"# date_order = {quoted(file.date_order)}")
    return lines


def _columns(files: list[FileCheck]) -> list[str]:
    lines = [
        f"# roles: {', '.join(roles())};",
        '# or "ignore"; or, for a column of results, the name and unit of the test: "Phosphate (mmol/L)"',
    ]
    seen: set[str] = set()

    def say(header: str, meaning: str, remark: str) -> None:
        if header not in seen:
            seen.add(header)
            lines.append(f"# {quoted(header)} = {quoted(meaning)}        # {_comment(remark)}")

    for file in files:
        for header, role in file.columns.items():
            say(header, role, f"{file.file}, recognised")
        for header, analyte in file.analytes.items():
            say(header, header, f"{file.file}, results of {analyte or 'a test that is not known'}")
        for header in file.not_read:
            known = role_of(header)
            if known and known[0] == NOT_READ:
                continue
            # "code" says nothing alone: what kind of code it is, only the rest of a table tells
            if known and known[0] != "code" and not file.layout:
                say(header, known[0], f"{file.file}, recognised; the table is not used yet")
            else:
                say(header, "ignore" if file.layout else "…", f"{file.file}, {'not read' if file.layout else 'not known'}")
    return lines


def _names(report: CheckReport) -> list[str]:
    lines = ["# the name of a test = the analyte; a name given here means this analyte whatever its specimen or unit"]
    for test in report.names:
        if test.by == "name" and test.name:
            lines.append(f"# {quoted(test.name)} = {quoted(test.analyte)}        # {test.rows} rows, recognised")
    for test in report.names:
        if not test.analyte and test.name:
            near = suggestions(test.name)
            guess = quoted(near[0]) if near else '""'
            said = f"not recognised{'; is it this?' if near else ''}"
            lines.append(f"# {quoted(test.name)} = {guess}        # {test.rows} rows, {said}")
    return lines


def _codes(report: CheckReport) -> list[str]:
    lines = ['# "code" or "system|code" = the analyte']
    for test in report.names:
        if test.code and not test.analyte:
            key = test.code if test.system in ("", "local") else f"{test.system}|{test.code}"
            lines.append(f'# {quoted(key)} = ""        # {test.rows} rows, {_comment(test.name)}, not recognised')
    return lines


def _units(report: CheckReport) -> Iterator[str]:
    by_analyte: dict[str, list[str]] = {}
    for row in report.unmapped:
        if row.what == "unit":
            said = "no unit printed" if not row.unit else "not recognised"
            by_analyte.setdefault(row.analyte, []).append(f'# {quoted(row.unit)} = ""        # {row.rows} rows, {said}')
    for analyte, lines in sorted(by_analyte.items()):
        yield _section(f"units.{analyte}", ["# the unit as printed = the unit that is meant", *dict.fromkeys(lines)])


@cache
def _known_names() -> dict[str, str]:
    found: dict[str, str] = {}
    for family in knowledge_file("names_analytes")["families"].values():
        for name in family.get("names", ()):
            match = recognise_analyte((), name, "", "", "")
            if match:
                found.setdefault(normalised_name(name), match.analyte)
    return found


def suggestions(name: str) -> list[str]:
    """Analytes whose known names are spelled much like `name`, nearest first; at most three, perhaps none."""
    near = difflib.get_close_matches(normalised_name(name), _known_names(), 5, 0.75)
    return list(dict.fromkeys(_known_names()[match] for match in near))[:3]
