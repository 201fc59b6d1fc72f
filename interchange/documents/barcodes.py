"""Barcodes as SVG: the receipt of a form, for a reader that is a machine."""

from enum import Enum

import zxingcpp


class Barcode(Enum):
    """The two that hand scanners of examination offices read."""

    CODE_128 = zxingcpp.BarcodeFormat.Code128
    DATA_MATRIX = zxingcpp.BarcodeFormat.DataMatrix


def receipt_code(receipt: str, version: int, check_code: str) -> str:
    """What the barcodes of a form say: the receipt number, the version and the check code."""
    return f"{receipt}/{version}/{check_code}"


def svg(content: str, barcode: Barcode) -> str:
    """The barcode with its quiet zone; `ValueError` when it cannot hold the content."""
    return str(zxingcpp.create_barcode(content, barcode.value).to_svg())
