"""The people of the demo world: five centres, and the awarding body; everybody has the same password."""

from dataclasses import dataclass

from interchange.accounts.roles import Role

PASSWORD = "demo demo demo 2027"  # noqa: S105  (printed at every start, and only there where the demo is installed)
STAFF = "AB1"

BAR, QUARRY, TY_GWYN, ALDHELM, NORTHGATE = "65432", "54321", "68315", "20007", "71828"
"""Bar School is the one most pages are shown with; Quarry Bank has an assessment with 1,000 candidates."""


@dataclass(frozen=True)
class DemoCentre:
    """A centre, and what kind it is."""

    number: str
    name: str
    kind: str
    email: str


CENTRES = (
    DemoCentre(BAR, "Bar School", "school", "head@bar.example"),
    DemoCentre(QUARRY, "Quarry Bank Sixth Form College", "college", "exams@quarrybank.example"),
    DemoCentre(TY_GWYN, "Coleg Tŷ Gwyn", "college", "arholiadau@tygwyn.example"),
    DemoCentre(ALDHELM, "St Aldhelm's School, Nether Wallop", "school", "office@aldhelm.example"),
    DemoCentre(NORTHGATE, "Northgate Skills & Training", "training", "quality@northgate.example"),
)


@dataclass(frozen=True)
class Player:
    """One person of the cast; `key` is how the stories call them."""

    key: str
    login_id: str
    first_name: str
    last_name: str
    roles: tuple[Role, ...]

    @property
    def name(self) -> str:
        """As pages show it."""
        return f"{self.first_name} {self.last_name}"

    @property
    def email(self) -> str:
        """Where the invitation would go."""
        return f"{self.key}@{self.login_id.lower()}.example"


def at(login_id: str, *people: tuple[str, str, Role]) -> tuple[Player, ...]:
    """People of one Login ID, each with a key, a name and a role."""
    named = ((key, name.partition(" "), role) for key, name, role in people)
    return tuple(Player(key, login_id, first, last, (role,)) for key, (first, _, last), role in named)


CAST = (
    *at(
        BAR,
        ("ann", "Ann Lee", Role.CAG),
        ("ben", "Ben Shaw", Role.ACM),
        ("mia", "Mia Šimić", Role.ACM),
        ("sam", "Sam Okafor", Role.SCM),
        ("zoe", "Zoë Adams", Role.SCM),
        ("hana", "Hana Novák", Role.HEAD),
        ("vik", "Vikram Rao", Role.CAV),
        ("nadia", "Nadia Haddad", Role.ASB),
        ("tom", "Tom O'Neill", Role.CBT),
        ("efua", "Efua Mensah", Role.EFA),
        ("rosa", "Rosa Díaz", Role.ERO),
        ("pat", "Pat Fairfax", Role.PFA),
        ("priya", "Priya Nair", Role.PRO),
        ("rolf", "Rolf Vogel", Role.ROV),
        ("ruth", "Ruth Fraser", Role.RFA),
        ("sian", "Siân Clarke", Role.SCI),
        ("tess", "Tess Urquhart", Role.TCU),
        ("theo", "Theo Turner", Role.TUT),
        ("finn", "Finn Ó Briain", Role.FINANCE),
        ("aud", "Aud Olsen", Role.AUDITOR),
    ),
    *at(
        QUARRY,
        ("cal", "Cal Reid", Role.CAG),
        ("ivy", "Ivy Chen", Role.ACM),
        ("raj", "Raj Patel", Role.ACM),
        ("una", "Una Byrne", Role.SCM),
        ("gus", "Gus Hartley", Role.HEAD),
    ),
    *at(
        TY_GWYN,
        ("nia", "Nia Rhys", Role.CAG),
        ("owain", "Owain Pugh", Role.ACM),
        ("lowri", "Lowri Ellis", Role.SCM),
    ),
    *at(ALDHELM, ("joan", "Joan Weaver", Role.CAG), ("max", "Max Bright", Role.ACM)),
    *at(
        NORTHGATE,
        ("kit", "Kit Marlow", Role.CAG),
        ("val", "Val Dean", Role.CAV),
        ("ed", "Ed Stone", Role.ACM),
    ),
    *at(
        STAFF,
        ("olu", "Olu Grant", Role.ASSESSMENT),
        ("sue", "Sue Porter", Role.SUPPORT),
        ("leo", "Leo Lindqvist", Role.SUPPORT_LEAD),
        ("april", "April Provost", Role.APPROVALS),
        ("enzo", "Enzo Ricci", Role.ENTRIES),
        ("mo", "Mo Derwent", Role.MODERATOR),
        ("prisha", "Prisha Pal", Role.PRINCIPAL),
        ("asha", "Asha Sesay", Role.ASSESSOR),
        ("reza", "Reza Sultani", Role.RESULTS),
        ("mattie", "Mattie Rial", Role.MATERIALS),
        ("posy", "Posy Tresham", Role.POST_RESULTS),
        ("seb", "Seb Curie", Role.SECURITY),
        ("regina", "Regina Ulrich", Role.REGULATOR),
        ("sy", "Sy Stemple", Role.SYSTEM),
    ),
)
LEFT_TO_ENROL = ("finn", "max")
"""Who has no second factor yet: whoever signs in as one of them by hand sees how it is set up."""

SHOWN_ALONE = (
    "Ivor Lapse", "Amber Rowe", "Petra Pell", "Nell Cole", "Ida Wren", "Desmond Moor", "Lester Gold", "Rex Ward",
    "Faye Lowe",
)  # fmt: skip
"""Users of Bar School in every state: to be looked at by its administrator, not to sign in as."""

FIRST_TO_TRY = ("ann", "ben", "sam", "hana", "cal", "olu", "leo", "regina")
"""Those whom the table at the start names; all the others are on the demo's own page."""

LOGIN_IDS = [*(centre.number for centre in CENTRES), STAFF]
