"""Schemas of the published forms, made from their declaration: XML Schema and JSON Schema."""

import json
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from interchange.exchange.rules.tree import MOST_CODES, Form, Item, Kind, Part


def xml_schema(form: Form) -> bytes:
    """The XML Schema of a form."""
    lists = "".join(_list(part) for part in form.lists)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="{form.namespace}"\n'
        f'    targetNamespace="{form.namespace}" elementFormDefault="qualified">\n'
        f"  <xs:annotation><xs:documentation>{escape(form.means)}</xs:documentation></xs:annotation>\n"
        f'  <xs:element name="{form.name}"><xs:complexType><xs:sequence>\n'
        f"{_elements(form.head)}{lists}"
        "  </xs:sequence></xs:complexType></xs:element>\n</xs:schema>\n"
    ).encode()


def _list(part: Part) -> str:
    return (
        f'    <xs:element name="{part.name}" minOccurs="0"><xs:complexType><xs:sequence>\n'
        f'    <xs:element name="{part.named}" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>\n'
        f"{_elements(part)}"
        "    </xs:sequence></xs:complexType></xs:element>\n    </xs:sequence></xs:complexType></xs:element>\n"
    )


def _elements(part: Part) -> str:
    return "".join(_element(item) for item in part.items)


def _element(item: Item) -> str:
    least = "" if item.needed else ' minOccurs="0"'
    told = f"<xs:annotation><xs:documentation>{escape(item.means)}</xs:documentation></xs:annotation>"
    if item.kind is Kind.TEXTS:
        inner = (
            f'<xs:complexType><xs:sequence><xs:element name="{item.each}" minOccurs="0" maxOccurs="{MOST_CODES}">'
            f"{_type(item)}</xs:element></xs:sequence></xs:complexType>"
        )
        return f'      <xs:element name="{item.name}"{least}>{told}{inner}</xs:element>\n'
    return f'      <xs:element name="{item.name}"{least}>{told}{_type(item)}</xs:element>\n'


def _type(item: Item) -> str:
    base, facets = "string", ""
    if item.kind is Kind.DAY:
        base = "date"
    elif item.kind is Kind.NUMBER:
        base, facets = "nonNegativeInteger", f'<xs:maxInclusive value="{item.longest}"/>'
    elif item.kind is Kind.DIGITS:
        facets = f'<xs:pattern value="[0-9]{{{item.longest}}}"/>'
    elif item.kind is Kind.CHOICE:
        facets = "".join(f"<xs:enumeration value={quoteattr(one)}/>" for one in item.choices)
    else:
        facets = f'<xs:minLength value="1"/><xs:maxLength value="{item.longest}"/>'
    return f'<xs:simpleType><xs:restriction base="xs:{base}">{facets}</xs:restriction></xs:simpleType>'


def json_schema(form: Form) -> bytes:
    """The JSON Schema (2020-12) of a form."""
    lists = {
        part.name: {"type": "array", "description": part.means, "items": _object(part, {})}
        for part in form.lists
    }
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{form.namespace}:json",
        "title": form.means,
        **_object(form.head, {"format": {"const": form.mark}} | lists, needed=["format"]),
    }
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def _object(part: Part, more: dict[str, Any], *, needed: list[str] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": more | {item.name: _property(item) for item in part.items},
        "required": (needed or []) + [item.name for item in part.items if item.needed],
        "additionalProperties": False,
    }


def _property(item: Item) -> dict[str, Any]:
    of_text: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": item.longest}
    kinds: dict[Kind, dict[str, Any]] = {
        Kind.TEXT: of_text,
        Kind.TEXTS: {"type": "array", "maxItems": MOST_CODES, "items": of_text},
        Kind.DAY: {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        Kind.NUMBER: {"type": "integer", "minimum": 0, "maximum": item.longest},
        Kind.DIGITS: {"type": "string", "pattern": f"^[0-9]{{{item.longest}}}$"},
        Kind.CHOICE: {"enum": list(item.choices)},
    }
    return {"description": item.means, **kinds[item.kind]}
