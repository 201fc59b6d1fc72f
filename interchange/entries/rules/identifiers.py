"""Candidate numbers, UCIs and ULNs. A `..._fault` is a sentence that says what to do, or "" for none."""

import re

CANDIDATE_NUMBER = re.compile(r"[0-9]{4}\Z")
UCI = re.compile(r"[0-9]{5}[0A-P][0-9]{6}[A-Z]\Z")
ULN = re.compile(r"[0-9]{10}\Z")

UCI_WEIGHTS = range(16, 4, -1)
UCI_CHECK_CHARACTERS = "ABCDEFGHKLMRTVWXY"
ULN_WEIGHTS = range(10, 1, -1)
ULN_PLACEHOLDERS = frozenset(digit * 10 for digit in "0123456789") | {"1234567890", "TBC", "UNKNOWN", "NONE"}


def candidate_number_fault(number: str) -> str:
    """Four digits from 0001 to 9999 (R-ID-3, R-ID-5)."""
    if CANDIDATE_NUMBER.match(number) and number != "0000":
        return ""
    return f"“{number[:20]}” is not a candidate number. Enter four digits from 0001 to 9999."


def uci_check_character(body: str) -> str:
    """The 13th character of a UCI from the 12 before it; a letter counts A=1, B=2 (R-ID-10)."""
    values = [int(character) if character.isdigit() else ord(character) - ord("A") + 1 for character in body]
    total = sum(value * weight for value, weight in zip(values, UCI_WEIGHTS, strict=True))
    return UCI_CHECK_CHARACTERS[total % 17]


def make_uci(centre_number: str, year: int, candidate_number: str) -> str:
    """The UCI of a candidate first entered by this centre in this year (R-ID-6)."""
    body = f"{centre_number}0{year % 100:02d}{candidate_number}"
    return body + uci_check_character(body)


def uci_fault(uci: str) -> str:
    """13 characters: centre, 0 or a board's letter, year, candidate, check character (R-ID-6 to R-ID-10)."""
    if not UCI.match(uci):
        return (
            f"“{uci[:20]}” is not a UCI. A UCI has 12 digits and a letter at the end, such as 123450270001Y."
        )
    if uci_check_character(uci[:12]) != uci[12]:
        return f"The last letter of UCI {uci} does not fit the digits. Check each character."
    return ""


def uln_check_digit(body: str) -> str:
    """The tenth digit of a ULN from the nine before it; "" where there can be none (R-ID-14)."""
    total = sum(int(digit) * weight for digit, weight in zip(body, ULN_WEIGHTS, strict=True))
    remainder = total % 11
    return str(10 - remainder) if remainder else ""


def uln_fault(uln: str) -> str:
    """Ten digits with the right last one, or nothing at all where it is not known (R-ID-12, R-ID-14)."""
    if not uln:
        return ""
    if uln in ULN_PLACEHOLDERS:
        return f"“{uln}” stands for no ULN. Leave the ULN empty until it is known."
    if not ULN.match(uln):
        return f"“{uln[:20]}” is not a ULN. A ULN has ten digits; leave it empty if it is not known."
    if uln_check_digit(uln[:9]) != uln[9]:
        return f"The last digit of ULN {uln} does not fit the others. Check each digit, or leave it empty."
    return ""
