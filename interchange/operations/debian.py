"""Programs that come from Debian's packages: install them where we may, else say the one line to type.

Plain Python: set-up runs this before anything is installed.
"""

import os
import shutil
import subprocess
import sys


def have_packages(*names: str) -> None:
    """Install packages as root or by sudo without a password; otherwise stop with the line to type."""
    prefix = _privileges()
    line = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(names)}"
    by_hand = f"Have {' and '.join(names)} installed, for example with this line:\n  sudo sh -c '{line}'"
    if prefix is None or not shutil.which("apt-get"):
        sys.exit(by_hand)
    print(f"Installing {', '.join(names)} by apt ...", flush=True)
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "sh", "-c", line]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        sys.exit(f"{done.stdout[-4000:]}\nThat failed. {by_hand}")


def _privileges() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    may = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True)
    return ["sudo", "-n"] if may and may.returncode == 0 else None
