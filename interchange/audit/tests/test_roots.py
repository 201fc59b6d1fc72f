"""Each night the ends of all chains are signed; whoever rewrites a whole chain is found out by that."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from interchange.audit import services, signing, tasks
from interchange.audit.events import Event
from interchange.audit.models import Root
from interchange.audit.queries import events_of
from interchange.audit.tests.conftest import ANN, CAL, OLU, happen
from interchange.core import tenancy
from interchange.core.actor import AWARDING_BODY, Actor
from interchange.core.errors import NotAllowed

pytestmark = pytest.mark.django_db(transaction=True)

NIGHT = Actor.system("The nightly signature")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.AUDIT_ROOTS_FOLDER = tmp_path / "roots"
    settings.AUDIT_SIGNING_KEY = tmp_path / "keys" / "signing.key"
    return Path(settings.AUDIT_ROOTS_FOLDER)


@pytest.fixture
def _two_nights() -> None:
    happen("a")
    happen("b", by=CAL)
    tasks.sign_ends()
    happen("c")
    tasks.sign_ends()


def wrong(centre_id: int | None = None) -> list[str]:
    return services.verify_all(centre_id, by=Actor.system("test")).wrong


@pytest.mark.usefixtures("_two_nights")
def test_a_root_covers_every_chain_and_names_those_that_moved():
    with tenancy.reading(OLU):
        first, second = Root.objects.order_by("number")
    assert [[centre, number] for centre, number, _ in first.ends] == [[1, 1], [2, 1]]
    assert [[centre, number] for centre, number, _ in second.ends] == [[AWARDING_BODY, 1], [1, 2]]
    assert wrong() == []


@pytest.mark.usefixtures("_two_nights")
def test_each_root_is_in_a_file_too_which_nobody_else_need_be_trusted_for(folder: Path):
    files = sorted(folder.glob("*.json"))
    assert [file.name for file in files] == ["00000001.json", "00000002.json"]
    kept = json.loads(files[1].read_text())
    message = f"interchange trail root 2 {kept['at']} {kept['hash']}"
    assert signing.is_signed(message, kept["signature"], kept["key"])
    assert not signing.is_signed(message.replace("root 2", "root 3"), kept["signature"], kept["key"])


def test_the_key_is_made_once_and_is_nobody_else_s_to_read(settings):
    file = Path(settings.AUDIT_SIGNING_KEY)
    first, second = signing.name_of(signing.signing_key()), signing.name_of(signing.signing_key())
    assert (first, file.stat().st_mode & 0o777, list(file.parent.iterdir())) == (second, 0o600, [file])


CUT_OFF = ";".join(
    f"DELETE FROM audit_{table} WHERE centre_id = 1" for table in ("eventrecord", "link", "chainend")
)
REWRITTEN = {
    "a chain made anew, with new hashes": (
        "UPDATE audit_link SET hash = repeat('a', 64) WHERE centre_id = 1 AND number = 2",
        "link 2 of chain 1 is not the one that was signed",
    ),
    "a chain cut off": (CUT_OFF, "link 1 of chain 1 is not the one that was signed"),
    "a root's ends": ("UPDATE audit_root SET ends = '[]' WHERE number = 2", "its hash is not that of the ends"),
    "a root's hash": ("UPDATE audit_root SET hash = repeat('a', 64) WHERE number = 2", "the signature is not that"),
    "a root's time": ("UPDATE audit_root SET at = at - interval '1 day' WHERE number = 2", "the signature is not that"),
    "a root's signature": (
        "UPDATE audit_root SET signature = repeat('0', 128) WHERE number = 2", "the signature is not that",
    ),
    "a root's key": ("UPDATE audit_root SET key = repeat('0', 64) WHERE number = 2", "which is not one of ours"),
    "the last root gone": ("DELETE FROM audit_root WHERE number = 2", "there is a file of it outside the database"),
    "the first root gone": ("DELETE FROM audit_root WHERE number = 1", "root 1 is not there"),
}  # fmt: skip


@pytest.mark.usefixtures("_two_nights")
@pytest.mark.parametrize(("statement", "told"), REWRITTEN.values(), ids=REWRITTEN)
def test_what_was_rewritten_by_the_owner_is_told(statement: str, told: str, as_owner):
    as_owner(statement)
    assert any(told in sentence for sentence in wrong())


@pytest.mark.usefixtures("_two_nights")
def test_a_file_that_says_something_else_is_told(folder: Path):
    file = folder / "00000002.json"
    file.chmod(0o600)
    for text in ("not a root", json.dumps({"number": 2})):
        file.write_text(text)
        assert "its file outside the database says something else" in wrong()[0]


@pytest.mark.usefixtures("_two_nights")
def test_after_a_change_of_key_the_earlier_one_is_trusted_when_its_name_is_in_the_folder(
    folder: Path, settings
):
    before = signing.name_of(signing.signing_key())
    settings.AUDIT_SIGNING_KEY = folder.parent / "new.key"
    assert len(wrong()) == 2
    (folder / f"{before}.pub").touch()
    assert wrong() == []


def test_a_disk_that_was_full_is_made_up_for(folder: Path):
    happen("a")
    tasks.sign_ends()
    (folder / "00000001.json").unlink()
    tasks.sign_ends()
    assert sorted(file.name for file in folder.glob("*.json")) == ["00000001.json", "00000002.json"]


def test_only_the_system_signs():
    with pytest.raises(NotAllowed):
        services.sign_ends(by=ANN)


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_audit", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("_two_nights")
def test_the_command_names_the_first_broken_link_and_fails(as_owner):
    assert "The trail holds." in told()
    as_owner("UPDATE audit_eventrecord SET reason = 'never' WHERE centre_id = 1 AND link_number = 1")
    out = StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("verify_audit", stdout=out)
    assert (failed.value.returncode, "1: BROKEN at link 1 (0 links" in out.getvalue()) == (1, True)


@pytest.mark.usefixtures("_two_nights")
def test_that_the_trail_was_verified_is_in_the_trail():
    told()
    with tenancy.reading(OLU):
        event = events_of(OLU, name=Event.TRAIL_VERIFIED.value).get()
    assert (event.data["holds"], event.data["chains"], event.centre_id) == (True, 3, AWARDING_BODY)


def test_a_centre_that_is_not_there_is_told():
    with pytest.raises(CommandError, match="no centre 99999"):
        told("--centre", "99999")
