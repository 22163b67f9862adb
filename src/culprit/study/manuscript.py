"""The same study as a Word document for the manuscript: paragraphs, tables, figures with captions. Needs the extra `study`."""

import io
import re
from collections.abc import Mapping
from datetime import datetime

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from culprit.study.study import Study
from culprit.study.tables.table import Table

_SYNTHETIC = "SYNTHETIC PATIENTS: made up for an example. Nothing here is evidence."
_WIDE = 9


def manuscript(study: Study, pictures: Mapping[str, bytes], run: Mapping[str, object]) -> bytes:
    """The document; `pictures` holds the PNG of each figure by name. No clock: its dates are fixed."""
    document = Document()
    document.core_properties.author, document.core_properties.title = "", study.protocol.title
    document.core_properties.created = document.core_properties.modified = datetime(2000, 1, 1)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10)
    for level, size in ((0, 20), (1, 14), (2, 11)):
        style = document.styles["Title" if level == 0 else f"Heading {level}"]
        style.font.name, style.font.size, style.font.color.rgb = "Arial", Pt(size), RGBColor(0x1B, 0x1F, 0x24)
        style.element.rPr.rFonts.set(qn("w:asciiTheme"), "")
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(attribute), None)
    if study.protocol.synthetic:
        section.header.paragraphs[0].text = _SYNTHETIC
        _synthetic(document.add_paragraph(_SYNTHETIC))
    document.add_heading(study.protocol.title, 0)
    for heading, paragraphs in (("Methods", study.methods), ("Results", study.results)):
        document.add_heading(heading, 1)
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
    document.add_heading("Tables", 1)
    for number, table in enumerate(study.tables, 1):
        _table(document, number, table)
    document.add_heading("Figures", 1)
    for number, figure in enumerate(study.figures, 1):
        if figure.name in pictures:
            document.add_picture(io.BytesIO(pictures[figure.name]), width=Cm(min(16.4, figure.width / 760 * 16.4)))
            document.paragraphs[-1].paragraph_format.keep_with_next = True
        caption = document.add_paragraph()
        caption.add_run(f"Figure {number}. {figure.title}. ").bold = True
        caption.add_run(figure.caption)
        caption.paragraph_format.space_after = Pt(14)
    document.add_heading("Reporting checklists", 1)
    for table in study.checklists:
        _table(document, 0, table)
    document.add_heading("To run it again", 1)
    for name, value in run.items():
        document.add_paragraph(f"{name.replace('_', ' ')}: {value}").runs[0].font.size = Pt(8)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _synthetic(paragraph) -> None:  # type: ignore[no-untyped-def]
    run = paragraph.runs[0]
    run.bold, run.font.color.rgb = True, RGBColor(0xC2, 0x4A, 0x00)


def _table(document, number: int, table: Table) -> None:  # type: ignore[no-untyped-def]
    wide = len(table.columns) > _WIDE
    if wide:
        _turn(document, WD_ORIENT.LANDSCAPE)
    head = document.add_paragraph()
    head.paragraph_format.keep_with_next, head.paragraph_format.space_before = True, Pt(12)
    head.add_run(f"Table {number}. {table.title}" if number else table.title).bold = True
    grid = document.add_table(rows=1, cols=len(table.columns))
    grid.autofit = False
    size = Pt(6.5) if wide else Pt(8)
    _fill(grid.rows[0].cells, table.columns, size, True)
    _repeat(grid.rows[0])
    for row in table.rows:
        _fill(grid.add_row().cells, row, size, all(cell == "" for cell in row[1:]))
    widths = [Cm(width) for width in _widths(table, 25.0 if wide else 16.6, size.pt)]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    # Word reads the cells, LibreOffice the columns
    for row in grid.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    _rules(grid)
    for note in table.notes:
        paragraph = document.add_paragraph(note)
        paragraph.runs[0].font.size = Pt(8)
        paragraph.paragraph_format.space_after = Pt(2)
    if wide:
        _turn(document, WD_ORIENT.PORTRAIT)


def _widths(table: Table, page: float, points: float) -> list[float]:
    """Centimetres for each column: its longest word always (a name may break after _), then its longest cell, up to forty."""
    letter, margins = points * 0.021, 0.48
    least, wanted = [], []
    for place, head in enumerate(table.columns):
        cells = [head, *(row[place] for row in table.rows)]
        least.append(max((len(word) for cell in cells for word in re.split(r"\s|(?<=_)", cell)), default=1) * letter + margins)
        wanted.append(max(least[-1], min(max(map(len, cells)), 40) * letter + margins))
    spare, excess = page - sum(least), sum(wanted) - sum(least)
    if spare <= 0:
        return [page * width / sum(least) for width in least]
    if spare >= excess:
        return [width + (spare - excess) / len(wanted) for width in wanted]
    return [low + spare * (high - low) / excess for low, high in zip(least, wanted, strict=True)]


def _turn(document, orientation) -> None:  # type: ignore[no-untyped-def]
    section = document.add_section()
    if section.orientation != orientation:
        section.orientation = orientation
        section.page_width, section.page_height = section.page_height, section.page_width


def _fill(cells, words, size, bold: bool) -> None:  # type: ignore[no-untyped-def]
    for place, (cell, word) in enumerate(zip(cells, words, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after, paragraph.alignment = Pt(0), WD_ALIGN_PARAGRAPH.LEFT
        if place == 0 and word.startswith("  "):
            paragraph.paragraph_format.left_indent = Cm(0.4)
        # a blank of no width lets a long name break after _
        run = paragraph.add_run(word.strip().replace("_", "_\u200b"))
        run.font.size, run.bold = size, bold


def _repeat(row) -> None:  # type: ignore[no-untyped-def]
    """The header is printed again on every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _rules(grid) -> None:  # type: ignore[no-untyped-def]
    """Three rules, as journals print tables: above, below the header, at the end."""
    properties = grid._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "8"), ("color", "1B1F24")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties.append(borders)
    for cell in grid.rows[0].cells:
        below = OxmlElement("w:tcBorders")
        line = OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "4"), ("color", "1B1F24")):
            line.set(qn(f"w:{name}"), value)
        below.append(line)
        cell._tc.get_or_add_tcPr().append(below)
