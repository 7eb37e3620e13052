"""Starting a build in a process of its own, so that a server goes on answering and survives whatever the build does."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

from qa import builds
from qa.settings import Settings

LOG = "builds/last.log"


def start(settings: Settings, *, force: bool = False) -> builds.BuildRecord:
    """Begin a build and return at once; its record tells how it goes on. Raises BuildInProgressError.

    The lock is taken here and inherited by the new process, so that of two who ask at the same time one is refused,
    and it is free again when that process ends, however it ends.
    """
    lock = builds.take_lock(settings.index)
    try:
        journal = builds.Journal(settings.index)
        command = [sys.executable, "-m", "qa", "build", "--begun", journal.record.id]
        command += ["--corpus", str(settings.corpus), "--index", str(settings.index), *(["--force"] if force else [])]
        with (settings.index / LOG).open("wb") as log:
            process = subprocess.Popen(  # noqa: S603  # our own program
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=[lock],
                start_new_session=True,
            )
    finally:
        os.close(lock)
    threading.Thread(target=process.wait, daemon=True).start()  # a child that nobody waits for stays in the table
    return journal.record
