"""Where files are kept: in Django's default storage, outside the web root, under names of ours (ASVS 5.3)."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse

from interchange.core.identifiers import new_id
from interchange.core.uploads.checking import Checked
from interchange.core.uploads.uses import MIME_TYPES, Use


def keep(file: Checked, use: Use) -> str:
    """Keep a checked file; the name under which the storage has it, which tells nothing of what was sent."""
    key = new_id().hex
    return default_storage.save(f"{use.name}/{key[-2:]}/{key}.{file.kind}", ContentFile(file.data))


def discard(stored: str) -> None:
    """Let go of a file for good; it may be gone already."""
    default_storage.delete(stored)


def discard_all(stored: Iterable[str]) -> None:
    """Let go of many files, once what was done is certain."""
    for one in stored:
        discard(one)


def read(stored: str) -> bytes:
    """What is kept under this name."""
    with default_storage.open(stored) as file:
        return bytes(file.read())


def room() -> tuple[int, int] | None:
    """How many bytes are free, of how many, where files are kept; nothing where that is no disk of this machine."""
    place = getattr(default_storage, "location", None)
    if not place:
        return None
    there = next(folder for folder in (Path(place), *Path(place).parents) if folder.exists())
    disk = shutil.disk_usage(there)
    return disk.free, disk.total


def download(stored: str, *, name: str, kind: str) -> HttpResponse:
    """The file to be saved, never to be opened within the site (ASVS 5.4.1): always an attachment, by its safe name.

    A browser that opens it all the same does so in a sandbox: as of no site, and running nothing (3.5.4).
    """
    try:
        answer = HttpResponse(read(stored), content_type=MIME_TYPES[kind])
    except FileNotFoundError:
        raise Http404 from None
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer._csp_update = {"sandbox": True}  # type: ignore[attr-defined]  # noqa: SLF001  (django-csp reads it)
    return answer


def keep_stream(content: "File[bytes]", folder: str, ending: str) -> str:
    """Keep a file of any size piece by piece, as it came; the name under which the storage has it."""
    key = new_id().hex
    content.seek(0)
    return default_storage.save(f"{folder}/{key[-2:]}/{key}.{ending}", content)


def opened(stored: str) -> "File[bytes]":
    """What is kept under this name, to be read piece by piece."""
    return default_storage.open(stored)
