import pytest

from interchange.core.errors import Refused
from interchange.core.lifecycle import Lifecycle, moves_from

LAMP = Lifecycle(
    start="off",
    moves={
        "switch_on": moves_from("off", to="on"),
        "switch_off": moves_from("on", "dimmed", to="off"),
        "dim": moves_from("on", to="dimmed"),
    },
)
ALLOWED = {("switch_on", "off"), ("switch_off", "on"), ("switch_off", "dimmed"), ("dim", "on")}


def test_the_states_are_the_start_and_all_that_the_moves_lead_to() -> None:
    assert LAMP.states == ("off", "on", "dimmed")


@pytest.mark.parametrize("state", LAMP.states)
@pytest.mark.parametrize("verb", LAMP.moves)
def test_a_verb_leads_on_from_its_own_states_and_is_refused_from_all_others(verb: str, state: str) -> None:
    if (verb, state) in ALLOWED:
        assert LAMP.after(verb, state) == LAMP.moves[verb][1]
        assert verb in LAMP.offered(state)
        return
    with pytest.raises(Refused) as refusal:
        LAMP.after(verb, state)
    assert refusal.value.code == "not-now"
    assert verb not in LAMP.offered(state)


def test_the_refusal_names_the_state_as_people_write_it() -> None:
    case = Lifecycle(start="not_open", moves={"close": moves_from("open", to="closed")})
    with pytest.raises(Refused, match="“not open”"):
        case.after("close", "not_open")


def test_the_diagram_shows_the_start_and_every_move_once() -> None:
    assert LAMP.diagram().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> off",
        "    off --> on: switch_on",
        "    dimmed --> off: switch_off",
        "    on --> off: switch_off",
        "    on --> dimmed: dim",
    ]
