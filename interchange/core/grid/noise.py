"""What people paste with their values, and what is left when the noise is taken off."""

import unicodedata

INVISIBLE = dict.fromkeys(
    [
        *(point for point in range(0x20) if not chr(point).isspace()),
        *range(0x7F, 0x85),
        *range(0x86, 0xA0),
        0x00AD,  # soft hyphen
        0x200B,  # zero-width space
        *(0x200E, 0x200F),  # direction marks
        *range(0x202A, 0x202F),  # direction overrides
        *range(0x2060, 0x2070),  # word joiner, isolates
        0xFEFF,  # byte order mark
    ]
)
JOINERS = "\u200c\u200d"
"""They shape letters in Persian and Indian names, so they stay inside a text; in a code they are noise."""

LOOK_ALIKES = {0x2212: "-", 0x2010: "-", 0x2011: "-", 0x2018: "'", 0x2019: "'"}
FULL_WIDTH = {point: chr(point - 0xFEE0) for point in range(0xFF01, 0xFF5F)}


def tidied(written: str) -> str:
    """A text without its noise: trimmed, spaces of every kind made one plain space, letters composed."""
    if written.isascii() and written.isprintable():
        return " ".join(written.split())
    visible = " ".join(written.translate(INVISIBLE).split())
    return unicodedata.normalize("NFC", visible.strip(JOINERS + " "))


def compacted(written: str) -> str:
    """A code or number without its noise: no spaces, digits of any script as 0 to 9, no apostrophe first."""
    plain = tidied(written)
    if not plain.isascii():
        for joiner in JOINERS:
            plain = plain.replace(joiner, "")
        plain = "".join(_digit(character) for character in plain.translate(FULL_WIDTH).translate(LOOK_ALIKES))
    return plain.replace(" ", "").removeprefix("'")


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


def shown(written: str, most: int = 40) -> str:
    """A value quoted in a sentence, cut where it would push the sentence off the page."""
    return f"“{written if len(written) <= most else written[:most] + '…'}”"
