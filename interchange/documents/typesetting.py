"""A typed context and a template become a tagged PDF (PDF/UA-1); the same input gives the same bytes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from interchange.documents.compiling import compiled
from interchange.documents.fonts import Typeface, breakable, covered_by_the_first, printable, typeface


@dataclass(frozen=True)
class Narrow:
    """A text for a narrow column: words of more than `most` letters may be broken anywhere behind them."""

    text: str
    most: int


def typeset(template: str, context: Mapping[str, Any], *, images: Mapping[str, str], at: datetime) -> bytes:
    """The document that `template` makes of `context` and `images` (SVG by name), dated `at`.

    Every text of the context is data: it cannot be markup, and what no font shows is spelt out.
    """
    fonts = Path(settings.PDF_FONTS)
    face = typeface(fonts)
    moment = at.astimezone(UTC).replace(microsecond=0)  # a PDF's date has none
    texts = _spelt_out(dict(context), face)
    data = texts | {
        "images": dict(images),
        "fonts": face.families,
        "covers": covered_by_the_first(json.dumps(texts, ensure_ascii=False), face),
        "at": [moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second],
    }
    return compiled(template, json.dumps(data), fonts=fonts, at=moment)


def _spelt_out(value: Any, face: Typeface) -> Any:
    if isinstance(value, str):
        return printable(value, face)
    if isinstance(value, Narrow):
        return breakable(printable(value.text, face), value.most)
    if isinstance(value, dict):
        return {name: _spelt_out(inner, face) for name, inner in value.items()}
    return [_spelt_out(inner, face) for inner in value] if isinstance(value, list) else value
