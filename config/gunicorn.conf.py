"""How gunicorn serves: with threads, because kept database connections beat asynchronous views two to one."""

import ctypes
import gc
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="interchange-metrics-"))

from django.urls import reverse
from prometheus_client import multiprocess

from config import environment
from config.logs import logging_settings

wsgi_app = "config.wsgi"
port = environment.number("INTERCHANGE_PORT", 8000, low=1, high=65535)
bind = f"{environment.text('INTERCHANGE_HOST', '127.0.0.1', told=True)}:{port}"
worker_class = "gthread"
workers = environment.number("INTERCHANGE_WORKERS", 2, low=1, high=64)
threads = environment.number("INTERCHANGE_THREADS", 8, low=1, high=64)
preload_app = True
control_socket_disable = True  # it would stand in the home folder, one for every copy on the machine
timeout = 60
graceful_timeout = 20
keepalive = 5
logconfig_dict = logging_settings(environment.text("LOG_LEVEL", "INFO", told=True).upper())
if Path("/dev/shm").is_dir() and os.access("/dev/shm", os.W_OK):  # noqa: S108
    worker_tmp_dir = "/dev/shm"  # noqa: S108

M_ARENA_MAX, M_MMAP_THRESHOLD = -8, -3
with suppress(OSError, AttributeError):  # elsewhere than on GNU/Linux there is nothing to set
    libc = ctypes.CDLL("libc.so.6")
    libc.mallopt(M_ARENA_MAX, 1)  # else each thread keeps what its largest page took
    libc.mallopt(M_MMAP_THRESHOLD, 1 << 21)  # a large piece goes back to the system when it is done with


def when_ready(server: Any) -> None:
    """What is loaded before the workers part is shared by them: every view, too. The collector does not touch it."""
    reverse("site:live")
    gc.collect()
    gc.freeze()


def child_exit(server: Any, worker: Any) -> None:
    """The figures of a worker that ended are counted on, without its own file."""
    multiprocess.mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
