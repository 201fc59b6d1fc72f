"""The watched folder: whole files are taken in order and answered, half-written ones wait, none is lost."""

import pytest
from django.core.management import CommandError, call_command

from interchange.catalogue.factories import make_component, make_option, make_series
from interchange.centres.factories import make_approval
from interchange.core import tenancy
from interchange.entries.models import Batch
from interchange.exchange.factories import a_file, a_record, complete_layouts
from interchange.exchange.watching import Folder

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(centre, tmp_path):
    complete_layouts()
    make_approval(centre)
    make_option(make_component("J277/03"), code="A")
    make_series("2027-06")
    watched = Folder(tmp_path, still=2)
    watched.prepare()
    return watched


def put(folder: Folder, file: tuple[bytes, str], *, where: str = "inbox") -> None:
    (folder.root / where / file[1]).write_bytes(file[0])


def names(folder: Folder, where: str) -> list[str]:
    return sorted(path.name for path in (folder.root / where).iterdir())


def test_a_file_is_left_alone_until_it_is_still_then_taken_and_answered(folder, centre):
    content, name = a_file(a_record("0001", "J277A"))
    put(folder, (content[:50], name))
    assert folder.whole(100) == []
    put(folder, (content, name))
    assert folder.whole(103) == []
    put(folder, (b"", "A1000101.X01.part"))
    [path] = folder.whole(105)
    assert folder.take(path) == "E1000101.X01: 1 added"
    assert (names(folder, "inbox"), names(folder, "done")) == (["A1000101.X01.part"], ["E1000101.X01"])
    assert names(folder, "outbox") == ["X1000101.X01"]
    assert b"STATE     LOADED" in (folder.root / "outbox" / "X1000101.X01").read_bytes()
    put(folder, (content, name))
    folder.whole(200)
    folder.take(folder.whole(203)[0])
    assert names(folder, "done") == ["E1000101.X01", "E1000101.X01.2"]


def test_what_was_worked_on_when_the_watcher_ended_is_taken_up(folder):
    put(folder, a_file(a_record("0001", "J277A")), where="working")
    folder.prepare()
    assert (names(folder, "working"), names(folder, "inbox")) == ([], ["E1000101.X01"])


def test_files_come_in_their_order_and_strangers_are_refused_with_a_sentence(folder):
    put(folder, a_file(a_record("0001"), name="A1000101.X02"))
    put(folder, a_file(a_record("0001", "J277A"), name="E1000101.X01"))
    put(folder, (b"hello", "letter.doc"))
    put(folder, a_file(a_record("0001", centre="99999"), name="E9999901.X01"))
    folder.whole(0)
    order = [path.name for path in folder.whole(3)]
    assert order.index("E1000101.X01") < order.index("A1000101.X02")
    told = {name: folder.take(folder.root / "inbox" / name) for name in order}
    assert told["letter.doc"].startswith("letter.doc: refused: letter.doc is not the name of a file")
    assert told["E9999901.X01"] == "E9999901.X01: refused: There is no centre 99999 here."
    assert names(folder, "outbox") == ["X-letter.doc.txt", "X1000101.X01", "X1000101.X02", "X9999901.X01"]


def test_the_command_takes_what_is_there_and_ends(folder, centre, tmp_path):
    put(folder, a_file(a_record("0001", "J277A")))
    call_command("watch_files", tmp_path, "--once", "--every", "0.01", "--still", "0")
    with tenancy.for_centre(centre.pk):
        assert [(batch.state, batch.by) for batch in Batch.unscoped.all()] == [("loaded", "Watched folder")]
    (tmp_path / "file").write_text("x")
    with pytest.raises(CommandError, match="not a folder"):
        call_command("watch_files", tmp_path / "file")
