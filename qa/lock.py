"""One at a time: whoever writes to an index holds its lock."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qa.errors import BuildInProgressError


@contextmanager
def locked(index_dir: Path) -> Iterator[None]:
    """Hold the lock of an index. It dies with its process, so a killed build leaves none behind.

    Raises BuildInProgressError at once if another process holds it.
    """
    descriptor = os.open(index_dir / ".lock", os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BuildInProgressError(f"another build is running on {index_dir}; wait for it to end") from None
    else:
        yield
    finally:
        os.close(descriptor)
