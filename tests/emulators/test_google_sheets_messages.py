"""Bodies are read as Google reads them."""

import pytest

from tests.emulators.google_sheets import messages
from tests.emulators.google_sheets.errors import ApiError
from tests.emulators.google_sheets.model import Json


def refusal(**request: Json) -> str:
    with pytest.raises(ApiError) as refused:
        messages.read("BatchUpdateSpreadsheetRequest", {"requests": [request]})
    assert refused.value.code == 400
    return refused.value.message


def test_it_leaves_nulls_out() -> None:
    body = {"requests": [{"addProtectedRange": {"protectedRange": {"description": None, "warningOnly": False}}}]}
    read = messages.read("BatchUpdateSpreadsheetRequest", body)
    assert {"requests": [{"addProtectedRange": {"protectedRange": {"warningOnly": False}}}]} == read


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (
            {"AddSheet": {}},
            "Invalid JSON payload received. Unknown name \"AddSheet\" at 'requests[0]': Cannot find field.",
        ),
        (
            {"addSheet": {"properties": {"tite": "Accounts"}}},
            (
                "Invalid JSON payload received. Unknown name \"tite\" at 'requests[0].add_sheet.properties': "
                "Cannot find field."
            ),
        ),
        (
            {"deleteSheet": {"sheetId": "first"}},
            "Invalid value at 'requests[0].delete_sheet.sheet_id' (TYPE_INT32), \"first\"",
        ),
        (
            {"mergeCells": {"mergeType": "ALL"}},
            (
                "Invalid value at 'requests[0].merge_cells.merge_type' "
                '(type.googleapis.com/google.apps.sheets.v4.MergeType), "ALL"'
            ),
        ),
        (
            {"sortRange": {"range": "A1:B2"}},
            (
                "Invalid value at 'requests[0].sort_range.range' "
                '(type.googleapis.com/google.apps.sheets.v4.GridRange), "A1:B2"'
            ),
        ),
        (
            {"repeatCell": {"fields": "userEnteredFormat(bold),note"}},
            (
                "Invalid value at 'requests[0].repeat_cell.fields' (type.googleapis.com/google.protobuf.FieldMask), "
                "Field 'bold' could not be found in CellFormat"
            ),
        ),
    ],
)
def test_it_names_the_field_it_cannot_take(request_: Json, expected: str) -> None:
    assert expected == refusal(**request_)
