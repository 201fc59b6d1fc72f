"""Which e-mail addresses an administrator may have (1.9): one person's own, at the centre's own domain."""

import re
from collections.abc import Collection

from interchange.core.errors import Refused
from interchange.core.grid.noise import compacted

LONGEST_ADDRESS = 254
ADDRESS = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}\Z"
)

GENERIC_WORDS = frozenset({
    "account", "accounts", "admin", "administration", "administrator", "admissions", "assessment", "assistant",
    "attendance", "bursar", "careers", "centre", "college", "contact", "coursework", "curriculum", "data", "deputy",
    "enquiries", "enquiry", "entries", "eo", "exam", "examinations", "exams", "examoffice", "examsoffice",
    "examofficer", "examsofficer", "finance", "head", "headmaster", "headmistress", "headteacher", "hello",
    "helpdesk", "hr", "info", "it", "mail", "main", "nea", "noreply", "office", "officer", "post", "principal",
    "quality", "reception", "registrar", "registry", "results", "school", "schooloffice", "secretary", "sen", "senco",
    "sixthform", "staff", "support", "teacher", "team", "test", "theoffice", "vq", "gq",
})  # fmt: skip
"""Words of which the names of shared mailboxes are put together: exams@, exams.office@, head-teacher2@."""

PRIVATE_PROVIDERS = frozenset({
    "aol.co.uk", "aol.com", "btinternet.com", "btopenworld.com", "duck.com", "fastmail.com", "fastmail.fm",
    "gmail.com", "gmx.co.uk", "gmx.com", "gmx.net", "googlemail.com", "hey.com", "hotmail.co.uk", "hotmail.com",
    "hotmail.fr", "hushmail.com", "icloud.com", "inbox.com", "live.co.uk", "live.com", "live.fr", "mac.com",
    "mail.com", "mail.ru", "me.com", "msn.com", "ntlworld.com", "o2.co.uk", "outlook.co.uk", "outlook.com",
    "plus.com", "plusnet.com", "pm.me", "proton.me", "protonmail.ch", "protonmail.com", "qq.com", "rocketmail.com",
    "sky.com", "talk21.com", "talktalk.net", "tiscali.co.uk", "tuta.io", "tutanota.com", "virgin.net",
    "virginmedia.com", "web.de", "yahoo.co.uk", "yahoo.com", "yahoo.fr", "yahoo.ie", "yandex.com", "yandex.ru",
    "ymail.com", "zoho.com",
})  # fmt: skip
"""Where private people have their mail."""


def address(typed: str, *, code: str = "email") -> str:
    """An e-mail address as we keep it, in small letters; refused where it is none."""
    plain = compacted(typed).lower()
    local, _, _ = plain.partition("@")
    dotted = local.startswith(".") or local.endswith(".") or ".." in local
    if len(plain) > LONGEST_ADDRESS or dotted or not ADDRESS.match(plain):
        raise Refused(code, "Enter an e-mail address, such as j.weaver@school.example.")
    return plain


def domain_of(one: str) -> str:
    """What stands behind the @."""
    return one.rpartition("@")[2].casefold()


def is_shared(one: str) -> bool:
    """Whether an address names an office rather than a person: each of its words is a generic one or a number."""
    local = one.rpartition("@")[0].casefold().partition("+")[0]
    words = [word for word in re.split(r"[^a-z]+", local) if word]
    return all(word in GENERIC_WORDS for word in words)


def is_private(one: str) -> bool:
    """Whether it is at a provider of private mail."""
    return domain_of(one) in PRIVATE_PROVIDERS


def belongs_to(one: str, domains: Collection[str]) -> bool:
    """Whether its domain is one of a centre's, or below one."""
    domain = domain_of(one)
    return any(domain == own or domain.endswith(f".{own}") for own in domains)


def own_domains(held: Collection[str]) -> frozenset[str]:
    """The domains of the addresses that the awarding body holds of a centre, without those of private providers."""
    return frozenset(domain_of(one) for one in held if one and not is_private(one))


def check_administrator(typed: str, *, held: Collection[str], waived: Collection[str] = ()) -> str:
    """The address of somebody to be Centre Administrator; refused where it is not their own at the centre (1.9).

    `held` are the addresses that the awarding body has of the centre, `waived` those it allows with a reason.
    """
    one = address(typed)
    if one in waived:
        return one
    if is_private(one):
        raise Refused(
            "address-private", f"{domain_of(one)} is for private mail. Give the address at the centre."
        )
    if is_shared(one):
        raise Refused(
            "address-shared", "This is a shared mailbox. Give the person's own address at the centre."
        )
    domains = own_domains(held)
    if not belongs_to(one, domains):
        known = ", ".join(sorted(domains)) or "none yet"
        raise Refused(
            "address-elsewhere",
            f"This address is not at a mail domain that we hold for the centre ({known}). If it is right, ask us.",
        )
    return one
