"""Importing entries from a file, every line checked: beside COPY, check and insert in plain SQL."""

import io
import subprocess
import sys
from collections.abc import Iterator
from statistics import median

from django.conf import settings

from interchange.catalogue.queries import latest_series, options_for_entry
from interchange.centres.services import add_centre
from interchange.core.actor import Actor
from interchange.demo.cohorts import Cohort, file_of
from interchange.entries.formats import ENTRIES
from interchange.entries.importing import load_file
from interchange.exchange.factories import a_file, a_record, complete_layouts
from interchange.exchange.queries.formats import layouts_read
from interchange.exchange.rules.intake import Intake, of_common_format
from interchange.exchange.services.receiving import process_file, receive_file
from interchange.operations.bench.figures import Figure, milliseconds
from interchange.operations.bench.ground import CODE, OPERATOR, numbers, owner, series_code

OF_ONE_CENTRE = 500
ROUNDS = 3
STAGE = "CREATE TEMP TABLE staged ({columns}) ON COMMIT DROP"
CHECK = """
    SELECT count(*) FROM staged
    LEFT JOIN centres_centre centre ON centre.number = staged.centre_number
    LEFT JOIN catalogue_series series ON series.code = staged.series
    LEFT JOIN catalogue_option option ON option.entry_code = staged.entry_code AND option.code = staged.option_code
    WHERE centre.id IS NULL OR series.id IS NULL OR option.id IS NULL
       OR staged.candidate_number !~ '^[0-9]{4}$' OR staged.uci !~ '^[0-9]{5}[0A-P][0-9]{6}[A-Z]$'
       OR staged.sex NOT IN ('M', 'F') OR staged.status NOT IN ('S', 'P') OR staged.surname = ''
"""
ADD_CANDIDATES = """
    INSERT INTO entries_candidate
        (id, centre_id, series_id, number, uci, uln, surname, forenames, born_on, sex, status)
    SELECT gen_random_uuid(), centre.id, series.id, candidate_number, uci, uln, surname, forenames,
           date_of_birth::date, sex, status
    FROM staged JOIN centres_centre centre ON centre.number = centre_number
    JOIN catalogue_series series ON series.code = staged.series
"""
ADD_ENTRIES = """
    INSERT INTO entries_entry
        (id, centre_id, candidate_id, series_id, entry_code, option_id, teaching_group, entered_at)
    SELECT gen_random_uuid(), centre.id, candidate.id, series.id, staged.entry_code, option.id, teaching_group, now()
    FROM staged JOIN centres_centre centre ON centre.number = centre_number
    JOIN catalogue_series series ON series.code = staged.series
    JOIN catalogue_option option ON option.entry_code = staged.entry_code AND option.code = staged.option_code
    JOIN entries_candidate candidate ON candidate.centre_id = centre.id AND candidate.series_id = series.id
         AND candidate.number = staged.candidate_number
"""


def importing() -> Iterator[Figure]:
    """10,000 lines beside the floor and beside 1,000; memory for 100,000."""
    series_code()
    for size in (1_000, 10_000):  # what is only done once, is done
        _load(_file(size))
    thousand = median(_timed_load(1_000) for _ in range(ROUNDS))
    pairs = [(timed_floor(10_000), _timed_load(10_000)) for _ in range(ROUNDS)]
    floor, taken = (median(times) for times in zip(*pairs, strict=True))
    yield Figure("import_10000_entries", taken, "ms", floor, 3)
    yield Figure("import_10000_to_1000_entries", taken, "ms", thousand, 10)
    idle, full = _megabytes(10), _megabytes(100_000)
    yield Figure("import_100000_entries_memory", full - idle, "MB", None, 100)
    yield from _common_format()


def _common_format() -> Iterator[Figure]:
    """Files of the common format, sent as a centre's own system sends them; one code for each of 9,999 at most."""
    complete_layouts()
    _timed_send(100)
    thousand = median(_timed_send(1_000) for _ in range(ROUNDS))
    yield Figure("file_1000_entries", thousand, "ms", timed_floor(1_000), 3)
    ten_thousand = median(_timed_send(9_999) for _ in range(ROUNDS))
    yield Figure("file_10000_entries", ten_thousand, "ms", timed_floor(10_000), 3)
    yield Figure("file_10000_to_1000_entries", ten_thousand, "ms", thousand, 10)
    lines = 100_000
    yield Figure("file_read_100000_records", milliseconds(lambda: _read_only(lines)), "ms", None, 10_000)


def _timed_send(size: int) -> float:
    """From the bytes to *loaded*, of a new centre's whole set."""
    number = str(next(numbers))
    centre = add_centre(number, f"Bench {number}", by=OPERATOR)
    option = options_for_entry(codes={CODE}).get(route="upload")
    people = (a_record(f"{one:04}", str(option), centre=number) for one in range(1, size + 1))
    content, name = a_file(of=people, name=f"E{number}01.X01", series=_series())
    by = Actor.system("bench", centre_id=centre.pk)

    def send() -> None:
        batch = receive_file(content, name, by=by)
        done = process_file(batch.pk, by=by)
        if done.counts.get("added") != size:
            raise RuntimeError(f"{done.state}: {done.problems[:1]}")

    return milliseconds(send)


def _read_only(size: int) -> None:
    """Every record of a file far larger than any centre's, read and judged in pieces."""
    people = (a_record(f"{one % 9_999 + 1:04}", "J351A", centre="12345") for one in range(size))
    content, name = a_file(of=people, name="E1234501.X01", series=_series())
    intake = Intake("edi")
    pieces = (content[at : at + 262_144] for at in range(0, len(content), 262_144))
    read = sum(1 for _ in of_common_format(intake, name, pieces, layouts_read()))
    if read != size:
        raise RuntimeError(f"{read} of {size} records, {intake.problems[:1]}")


def _file(size: int) -> io.BytesIO:
    """Entries of new centres, each with 500 candidates or fewer."""
    option = options_for_entry(codes={CODE}).get(route="upload")
    cohorts = []
    for start in range(0, size, OF_ONE_CENTRE):
        number = str(next(numbers))
        add_centre(number, f"Bench {number}", by=OPERATOR)
        cohorts.append(Cohort(number, CODE, option.code, 1, min(OF_ONE_CENTRE, size - start)))
    return file_of(tuple(cohorts), _series())


def _series() -> str:
    found = latest_series()
    return found.code if found else series_code()


def _timed_load(size: int) -> float:
    file = _file(size)
    return milliseconds(lambda: _load(file))


def _load(file: io.BytesIO) -> None:
    report = load_file(file, name="bench.csv")
    if report.problems:
        raise RuntimeError(f"line {report.problems[0].row}: {report.problems[0].sentence}")


def timed_floor(size: int) -> float:
    """How long COPY, check and insert of a new file take, in milliseconds."""
    file = _file(size)
    return milliseconds(lambda: _floor(file))


def _floor(file: io.BytesIO) -> None:
    names = [column.title for column in ENTRIES.columns]
    with owner() as connection:
        connection.execute(STAGE.format(columns=", ".join(f"{name} text" for name in names)))
        with connection.cursor().copy(
            "COPY staged FROM STDIN (FORMAT csv, HEADER true, FORCE_NOT_NULL *)"
        ) as copy:
            copy.write(file.getvalue())
        if connection.execute(CHECK).fetchone() != (0,):
            raise RuntimeError("the floor finds a bad line")
        connection.execute(ADD_CANDIDATES)
        connection.execute(ADD_ENTRIES)


def _megabytes(size: int) -> float:
    """The most memory that a process of its own takes for a file of so many lines."""
    path = settings.INTERCHANGE_HOME / f"{size}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_file(size).getvalue())
    command = [sys.executable, "-m", "interchange.operations.bench.one_import", str(path)]
    done = subprocess.run(command, capture_output=True, check=True)
    return float(done.stdout) / 1024
