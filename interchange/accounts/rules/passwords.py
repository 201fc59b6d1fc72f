"""How long a password lasts, and which ones are refused (5.1.2 to 5.1.8)."""

import calendar
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise

from interchange.accounts.rules.names import tidy_password
from interchange.core import clock
from interchange.core.errors import Refused

# ---------------------------------------------------------------- how long it lasts

MOST_MONTHS_WITHOUT_A_CHANGE = 12
AMBER_FROM_DAYS = 21
NOTICES_AT_DAYS = (21, 7, 1)
MONTHS_IN_A_YEAR = 12


def months_later(on: date, months: int) -> date:
    """The same day number so many months later, or the last day of a month that has no such day (5.1.3)."""
    year, month = divmod(on.year * MONTHS_IN_A_YEAR + on.month - 1 + months, MONTHS_IN_A_YEAR)
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def expires_at(changed_at: datetime, *, months: int) -> datetime | None:
    """The last instant of a password changed at this moment, 23:59:59 in London; None where `months` is 0 (5.1.3,
    5.1.7)."""
    return clock.end_of_day(months_later(clock.london(changed_at).date(), months)) if months else None


def ends_at(changed_at: datetime | None, extended: datetime | None = None, *, months: int) -> datetime | None:
    """The last instant of a password as it stands, extended or not; None where passwords do not end, or none is set."""
    if changed_at is None or not months:
        return None
    return extended or expires_at(changed_at, months=months)


def extended_to(
    changed_at: datetime, extended: datetime | None = None, *, extensions: int = 0, reason: str = "", months: int,
    at: datetime,
) -> datetime:  # fmt: skip
    """The new last instant where an administrator extends (5.1.2, 5.1.4).

    As many months again as a password lasts, counted from its end where that has not passed and else from today, and
    never beyond 12 months from the last real change. Refused where passwords do not end, where nothing is left to
    give, and without a reason the second time in a row.
    """
    ends = ends_at(changed_at, extended, months=months)
    if ends is None:
        raise Refused("nothing-to-extend", "Passwords do not expire here, so there is nothing to extend.")
    if extensions and not reason.strip():
        raise Refused("reason-needed", "This password was extended before. Say why it is extended again.")
    start = max(clock.london(ends).date(), clock.london(at).date())
    latest = months_later(clock.london(changed_at).date(), MOST_MONTHS_WITHOUT_A_CHANGE)
    found = clock.end_of_day(min(months_later(start, months), latest))
    if found <= ends or found <= at:
        raise Refused(
            "extended-enough",
            "A password lasts at most 12 months. It has to be changed now: send a link to set a new one.",
        )
    return found


class Standing(StrEnum):
    """How near a password is to its end."""

    FINE = "fine"
    SOON = "soon"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Age:
    """How near a password is to its end, in a word that never needs its colour (5.1.3; WCAG 1.4.1)."""

    standing: Standing
    words: str = ""
    days: int | None = None


def standing(ends: datetime | None, *, at: datetime) -> Age:
    """ "Expired" after the last instant; "Expires in n days" from 21 days before; else nothing to say (5.1.3)."""
    if ends is None:
        return Age(Standing.FINE)
    if at > ends:
        return Age(Standing.EXPIRED, "Expired")
    days = (clock.london(ends).date() - clock.london(at).date()).days
    if days > AMBER_FROM_DAYS:
        return Age(Standing.FINE, days=days)
    words = "Expires today" if days == 0 else "Expires in 1 day" if days == 1 else f"Expires in {days} days"
    return Age(Standing.SOON, words, days)


# ---------------------------------------------------------------- which ones are refused

SHORTEST, LONGEST = 12, 128
LAST_KEPT = 8
FEWEST_DIFFERENT = 5
LEAST_OF_ONES_OWN = 8
SHORTEST_NAME = 4
PRODUCT_WORDS = ("interchange",)
LOOKS_LIKE = str.maketrans("013457@$!", "oleastasi")

KNOWN = frozenset(
    {
        "1q2w3e4r5t6y", "1qaz2wsx3edc", "1qaz2wsx3edc4rfv", "1234qwerasdf", "123qweasdzxc", "abc123abc123",
        "adminadminadmin", "administrator", "allyourbasearebelongtous", "asdfghjklqwerty", "changemenow",
        "changethispassword", "correcthorsebatterystaple", "defaultpassword", "dragondragon", "footballfootball",
        "hunter2hunter2", "ihatepasswords", "iloveyou1234", "iloveyouforever", "iloveyousomuch", "imissyousomuch",
        "jesuslovesme", "letmeinletmein", "letmeinplease", "liverpoolfc1", "lordoftherings", "manchesterunited",
        "maythefourthbewithyou", "maytheforcebewithyou", "monkeymonkey", "mynameisinigomontoya", "neverforget",
        "neverletmego", "nevergonnagiveyouup", "onceuponatime", "opensesame123", "passphrase123", "password1234",
        "password12345", "passwordpassword", "pleaseletmein", "q1w2e3r4t5y6", "qazwsxedcrfv", "qwerasdfzxcv",
        "qwertyqwerty", "qwertyuiop123", "qwertyuiopasdf", "qwertyuiopasdfghjkl", "qwertyuiopasdfghjklzxcvbnm",
        "secretsecret", "slytherinhogwarts", "starwarsfan1", "summersummer", "superman1234", "thequickbrownfox",
        "thequickbrownfoxjumpsoverthelazydog", "thisismypassword", "thisisapassword", "tobeornottobe",
        "tobeornottobethatisthequestion", "trustno1trustno1", "welcome12345", "welcomewelcome", "whatthehell1",
        "whateverwhatever", "winniethepooh", "xxxxxxxxxxxx", "youshallnotpass", "zaq12wsxcde3", "zxcvbnmasdfgh",
    }
)  # fmt: skip
"""Long passwords that everybody has heard of, squeezed: refused also where no list of breached ones is installed."""


def check_shape(new: str, *, own: Iterable[str] = ()) -> None:
    """Length, sameness, and the names an attacker tries first; nothing is asked of the kinds of character (5.1.8).

    `own` are the person's names and sign-in parts and the centre's name and number. Refused with what to do.
    """
    new = tidy_password(new)
    if len(new) < SHORTEST:
        raise Refused("password-short", f"Use at least {SHORTEST} characters. Three words together do well.")
    if len(new) > LONGEST:
        raise Refused("password-long", f"Use at most {LONGEST} characters.")
    if len(set(new.casefold())) < FEWEST_DIFFERENT or _repeats(new.casefold()) or _is_a_run(new.casefold()):
        raise Refused(
            "password-repeats", "Do not repeat the same few characters. Three words together do well."
        )
    if names_something(new, own):
        raise Refused(
            "password-guessable",
            "Leave out your own names, your centre's name and number, and the name of this site.",
        )
    if squeezed(new) in KNOWN:
        raise commonplace()


def names_something(new: str, own: Iterable[str]) -> bool:
    """Whether it holds a whole name of four letters or more, or is little more than parts of such names."""
    plain = squeezed(new)
    names = [*own, *PRODUCT_WORDS]
    whole = (squeezed(name) for name in names)
    if any(len(name) >= SHORTEST_NAME and name in plain for name in whole):
        return True
    rest = plain
    for part in sorted({squeezed(part) for name in names for part in name.split()}, key=len, reverse=True):
        rest = rest.replace(part, "") if len(part) > 1 else rest
    return rest != plain and len(rest) < LEAST_OF_ONES_OWN


def cores_of(new: str) -> frozenset[str]:
    """The words it may be made from: without the digits and signs around it, and with signs read as letters."""
    plain = tidy_password(new).casefold()
    bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    return frozenset({plain, squeezed(plain), bare, squeezed(bare), _read_as_letters(bare)} - {""})


def commonplace() -> Refused:
    """What is said of a password that many people have."""
    return Refused(
        "password-common",
        "Many people use this password, so it is tried first. Use three words that do not belong together.",
    )


def breached() -> Refused:
    """What is said of a password that stands in a list of stolen ones."""
    return Refused(
        "password-breached",
        "This password is in a list of stolen passwords. Use another one, and change it wherever else you use it.",
    )


def used_before() -> Refused:
    """What is said of one of the person's own last passwords."""
    return Refused("password-used", "You have had this password before. Use a new one.")


def squeezed(text: str) -> str:
    """Letters and digits alone, in small letters without accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _read_as_letters(text: str) -> str:
    return squeezed(text.translate(LOOKS_LIKE))


def _repeats(text: str) -> bool:
    """Whether it is one short piece over and over: found in itself, doubled, before its own end."""
    period = (text + text).find(text, 1)
    return period < min(len(text), SHORTEST)


def _is_a_run(text: str) -> bool:
    """Whether each character follows the one before it, upwards or downwards."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return len(steps) == 1 and steps <= {-1, 0, 1}
