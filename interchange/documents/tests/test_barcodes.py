from xml.etree import ElementTree as ET

import pytest

from interchange.documents.barcodes import Barcode, receipt_code, svg


def test_the_code_of_a_form_is_its_receipt_version_and_check_code() -> None:
    assert receipt_code("R-27-004213", 2, "7QX4-M2KD") == "R-27-004213/2/7QX4-M2KD"


@pytest.mark.parametrize("barcode", Barcode)
def test_a_barcode_is_a_drawing_and_the_same_one_each_time(barcode: Barcode) -> None:
    drawn = svg("R-27-004213/2/7QX4-M2KD", barcode)
    assert ET.fromstring(drawn).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314
    assert svg("R-27-004213/2/7QX4-M2KD", barcode) == drawn
    assert svg("R-27-004213/3/7QX4-M2KD", barcode) != drawn


def test_a_barcode_that_cannot_hold_its_content_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="Invalid character"):
        svg("😀", Barcode.CODE_128)
