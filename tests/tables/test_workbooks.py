"""Workbooks: those of spreadsheet programs, and those that mean harm."""

from __future__ import annotations

import contextlib
import datetime
import io
import re
import sys
import time
import warnings
import zipfile

import openpyxl
import pytest

import roleprofile as rp
from roleprofile.tables import cells
from roleprofile.tables.workbooks import workbook

ROWS = [["ID", "Negotiation"], ["e-1", "basic"], ["e-2", "advanced"]]
MAPPING = (
    "kind: table-mapping\nschema: 1\nid: m\nof: people\nskills:\n  - {name: Negotiation, descriptor: negotiation}\n"
)


def book_of(rows=ROWS, title="Skills"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rewritten(data, change):
    """The same archive with the text of each part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def in_sheet(pattern, instead, rows=ROWS):
    def change(name, text):
        if name != "xl/worksheets/sheet1.xml":
            return text
        changed, times = re.subn(pattern, instead, text, count=1)
        assert times
        return changed

    return rewritten(saved(book_of(rows)), change)


def read(data, **options):
    return rp.tables.read_table(data if isinstance(data, bytes) else saved(data), "matrix.xlsx", **options)


def refused(data, **options):
    with pytest.raises(rp.LoadError) as caught:
        read(data, **options)
    (problem,) = caught.value.problems
    return problem


@pytest.fixture
def problems(tmp_path):
    """What is wrong with the people of a workbook."""

    def find(book, mapping=MAPPING):
        (tmp_path / "m.yaml").write_text(mapping)
        said = rp.tables.read_mapping(tmp_path / "m.yaml")
        return rp.tables.people_from_table(read(book, sheet=said.model.sheet), said, rp.load()).problems

    return find


class TestReading:
    def test_gives_the_cells_with_something_in_them(self):
        table = read(book_of())

        assert (table.sheet, table.height, table.width) == ("Skills", 3, 2)
        assert table.at(3, 2).text == "advanced"

    def test_a_whole_number_is_one_however_it_is_stored(self):
        table = read(book_of([[3, 3.0, "3", 2.5, 10**15, 0]]))

        assert [table.text(1, column) for column in range(1, 7)] == ["3", "3", "3", "2.5", "1000000000000000", "0"]

    def test_a_carriage_return_that_a_program_escaped_ends_a_line(self):
        table = read(book_of([["first_x000D_\nsecond", "_x005F_x000D_"]]))

        assert [table.text(1, 1), table.text(1, 2)] == ["first\nsecond", "_x000D_"]

    def test_one_visible_sheet_needs_no_name(self):
        book = book_of()
        book.create_sheet("Notes").sheet_state = "hidden"

        assert read(book).sheet == "Skills"
        assert read(book, sheet="Notes").sheet == "Notes"

    def test_several_sheets_are_named_and_none_is_guessed(self):
        book = book_of()
        book.create_sheet("Notes")

        assert refused(book).code == "RP503"
        assert refused(book).message == "the workbook has 2 visible sheets, and none of them is named"
        assert refused(book).hint == 'give --sheet, or sheet: in the mapping, with one of "Skills", "Notes"'
        assert refused(book, sheet="Skils").code == "RP503"

    def test_says_what_to_install_where_openpyxl_is_missing(self, monkeypatch):
        data = saved(book_of())
        monkeypatch.setitem(sys.modules, "openpyxl", None)

        with pytest.raises(rp.MissingExtraError, match=r"roleprofile\[tables\]"):
            read(data)

    def test_macros_are_not_looked_at(self):
        data = saved(book_of())
        with zipfile.ZipFile(out := io.BytesIO(data), "a") as archive:
            archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 no macro at all")

        assert read(out.getvalue()).height == 3

    def test_what_a_workbook_would_lose_is_no_warning(self):
        book = book_of()
        data = rewritten(
            saved(book),
            lambda name, text: (
                text.replace(
                    b"</worksheet>", b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
                )
                if name.endswith("sheet1.xml")
                else text
            ),
        )
        with warnings.catch_warnings():
            warnings.simplefilter("error")

            assert read(data).height == 3


class TestPlaces:
    def test_a_problem_is_at_the_row_and_column_and_names_the_cell(self, problems):
        (found,) = problems(book_of([*ROWS, ["e-3", "advnced"]]))

        assert (found.path, found.line, found.column, found.code) == ("matrix.xlsx", 4, 2, "RP204")
        assert found.message == 'Skills!B4: unknown level "advnced" on scale proficiency'

    @pytest.mark.parametrize(
        "value, said",
        [
            (datetime.date(2026, 4, 3), "a date"),
            ("=1+1", "a formula without a saved result"),
            ("#REF!", "a formula error"),
        ],
    )
    def test_a_cell_without_a_level_is_told_by_what_it_holds(self, problems, value, said):
        book = book_of()
        book.active["B3"] = value
        if value == "#REF!":
            book.active["B3"].data_type = "e"
        (found,) = problems(book)

        assert (found.code, found.line, found.column) == ("RP511", 3, 2)
        assert f"Skills!B3: expected a level, got {said}" in found.message

    def test_the_saved_result_of_a_formula_is_read_and_nothing_is_computed(self):
        data = in_sheet(rb'<c r="B2"[^>]*>.*?</c>', rb'<c r="B2" t="str"><f>"ex"&amp;"pert"</f><v>basic</v></c>')

        assert read(data).text(2, 2) == "basic"

    def test_merged_cells_are_told_where_they_would_be_read(self, problems):
        book = book_of([["Team", "", ""], ["ID", "Negotiation", "Notes"], ["e-1", "basic", "a"], ["e-2", "", "b"]])
        book.active.merge_cells("A1:C1")
        book.active.merge_cells("B3:B4")
        book.active.merge_cells("C3:C4")
        found = problems(book, f"{MAPPING}header_row: 2\nskip: [Notes]\n")

        assert [(one.line, one.column, one.code) for one in found] == [(3, 2, "RP512")]
        assert found[0].message.startswith("Skills!B3: this cell is merged with the cells up to B4")


class TestHostile:
    def test_a_zip_bomb_is_refused_before_it_is_unpacked(self):
        data = saved(book_of())
        with zipfile.ZipFile(out := io.BytesIO(data), "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/media/image1.xml", b" " * (cells.UNPACKED_BYTES + 1))
        started = time.process_time()

        assert len(out.getvalue()) < 200_000
        assert refused(out.getvalue()).code == "RP502"
        assert time.process_time() - started < 1

    def test_a_declared_size_of_a_million_rows_means_nothing(self):
        data = in_sheet(rb'<dimension ref="[^"]*"', rb'<dimension ref="A1:XFD1048576"')
        started = time.process_time()

        assert (read(data).height, read(data).width) == (3, 2)
        assert time.process_time() - started < 2

    def test_a_declared_size_that_is_too_small_hides_nothing(self):
        assert read(in_sheet(rb'<dimension ref="[^"]*"', rb'<dimension ref="A1:A1"')).text(3, 2) == "advanced"

    def test_empty_cells_with_a_format_are_no_part_of_the_table(self):
        data = in_sheet(rb"</sheetData>", rb'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>')

        assert read(data).height == 3

    def test_more_tags_than_a_table_can_need_are_refused_before_they_are_parsed(self):
        data = saved(book_of())
        with zipfile.ZipFile(out := io.BytesIO(data), "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/strings.xml", b"<a/>" * (8 * cells.CELLS + 1))
        started = time.process_time()

        assert refused(out.getvalue()).message == "the workbook has more than 1,000,000 cells and texts"
        assert time.process_time() - started < 2

    def test_a_sheet_of_empty_space_is_refused(self):
        rows = '<row r="90000"><c r="A90000"><v>1</v></c></row><row r="90001"><c r="AAA90001"><v>1</v></c></row>'

        assert "the sheet spans 90,001 rows and 703 columns" in refused(
            in_sheet(rb"</sheetData>", f"{rows}</sheetData>".encode())
        ).message  # fmt: skip

    @pytest.mark.parametrize("cell", ["A1048576", "XFD4"])
    def test_a_cell_far_away_is_too_large_a_table(self, cell):
        row = re.sub("[A-Z]", "", cell)
        data = in_sheet(rb"</sheetData>", f'<row r="{row}"><c r="{cell}"><v>1</v></c></row></sheetData>'.encode())

        assert refused(data).code == "RP502"

    @pytest.mark.parametrize(
        "row",
        [
            '<row r="2"><c r="A2"><v>1</v></c></row>',
            '<row r="9"><c r="A7"><v>1</v></c></row>',
            '<row r="9"><c r="B9"><v>1</v></c><c r="B9"><v>2</v></c></row>',
            '<row r="9"><c r="ZZZZZZ9"><v>1</v></c></row>',
            '<row r="nine"><c><v>1</v></c></row>',
            '<row r="9"><c t="s"><v>999999</v></c></row>',
        ],
    )
    def test_a_cell_where_none_can_be_is_refused_and_never_lost(self, row):
        assert refused(in_sheet(rb"</sheetData>", f"{row}</sheetData>".encode())).code == "RP501"

    @pytest.mark.parametrize(
        "change",
        [
            lambda text: b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>' + text,
            lambda text: b'<?xml version="1.0" encoding="cp037"?>' + text,
            lambda text: b'<?xml version="1.0"?>' + b" " * 65_510 + b'<!DOCTYPE a [<!ENTITY b "c">]>' + text,
            lambda text: text.decode().encode("utf-16"),
            lambda text: text[: len(text) // 2],
        ],
        ids=["document-type", "document-type-later", "other-encoding", "utf-16", "cut-off"],
    )
    def test_a_part_that_no_program_writes_is_refused(self, change):
        data = rewritten(
            saved(book_of()), lambda name, text: change(text) if name == "xl/worksheets/sheet1.xml" else text
        )

        assert refused(data).code == "RP501"

    @pytest.mark.parametrize(
        "data, said",
        [
            (b"PK\x03\x04 and nothing else", "damaged"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old workbook (.xls) or a workbook with a password"),
        ],
    )
    def test_what_is_no_workbook_is_refused(self, data, said):
        assert refused(data).code == "RP501"
        assert said in refused(data).message

    def test_another_zip_is_no_workbook(self):
        with zipfile.ZipFile(out := io.BytesIO(), "w") as archive:
            archive.writestr("content.xml", "<office/>")

        assert refused(out.getvalue()).message == "not an .xlsx workbook"

    def test_every_damage_of_one_byte_is_read_or_refused(self):
        data = saved(book_of())
        for place in range(0, len(data), 97):
            damaged = data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]
            with contextlib.suppress(rp.LoadError):
                read(damaged)

    def test_a_large_file_and_a_long_text_are_refused(self):
        assert refused(b"PK\x03\x04" + bytes(cells.TABLE_BYTES)).code == "RP104"
        assert refused(book_of([["x" * (cells.CELL_TEXT + 1)]])).code == "RP502"


class TestWriting:
    def test_equal_rows_are_equal_bytes(self):
        assert workbook("S", ROWS, [10, 10]) == workbook("S", ROWS, [10, 10])

    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|'/c calc'!A0"])
    def test_what_would_be_a_formula_is_a_text(self, text):
        data = workbook("S", [["a"], [text]], [10])
        cell = openpyxl.load_workbook(io.BytesIO(data)).active["A2"]

        assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)
        assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")

    def test_no_day_and_no_clock_is_in_it(self):
        with zipfile.ZipFile(io.BytesIO(workbook("S", ROWS, [10, 10]))) as archive:
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert re.findall(rb"\d{4}-\d\d-\d\dT", archive.read("docProps/core.xml")) == [b"1980-01-01T"] * 2
