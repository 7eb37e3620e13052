"""A process that reads the files whose parsers cannot be trusted with time and memory.

It keeps a build from hanging or dying of one damaged file. It is no wall against an attacker: it runs as the same user.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import resource
import signal
import warnings
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from qa.errors import CorpusError
from qa.ingest.formats import ISOLATED, Corpus, ending
from qa.language import clean

# On two busy cores 500 full pages of PDF take 15 seconds, and 35 000 paragraphs of a Word file 27.
SECONDS_A_FILE = 60.0

# Mostly for imports, on a machine that is busy with other things.
SECONDS_TO_START = 120.0

# What a file may take beyond what the process itself needs. Those 35 000 paragraphs, 10 MB of XML, take 150 MB.
MEMORY_BYTES = 1_000_000_000

_READY = "ready"

# Messages of parsers can quote half a file.
_MAX_MESSAGE = 200


class ReadingProcess:
    """Starts with the first file that needs it, and anew after one that killed it. Close it when done."""

    def __init__(self) -> None:
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None

    def read(self, path: str, data: bytes) -> Corpus:
        """What the reader of the file's format makes of it. Raises CorpusError, also when it has to be given up."""
        connection = self._connection or self._start(path)
        try:
            connection.send((path, data))
            if not connection.poll(SECONDS_A_FILE):
                self._kill()
                raise CorpusError(path, 1, f"took longer than {SECONDS_A_FILE:g} s to read; it is damaged or too large")
            outcome: Corpus | CorpusError = connection.recv()
        except (EOFError, OSError) as error:
            problem = f"reading it ended with {_ending(self._kill())}; it is damaged or needed too much memory"
            raise CorpusError(path, 1, problem) from error
        if isinstance(outcome, CorpusError):
            raise outcome
        return outcome

    def close(self) -> None:
        """Let the process end."""
        if self._connection is not None:
            self._kill()

    def _start(self, path: str) -> Connection:
        # Spawned: a fork would share the threads and locks of whatever runs a build.
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, MEMORY_BYTES), daemon=True, name="reader")
        self._process.start()
        theirs.close()
        try:
            is_ready = self._connection.poll(SECONDS_TO_START) and self._connection.recv() == _READY
        except (EOFError, OSError):
            is_ready = False
        if not is_ready:
            raise CorpusError(path, 1, f"the process that reads such files did not start: {_ending(self._kill())}")
        return self._connection

    def _kill(self) -> int | None:
        """End the process, which may have ended by itself, and return its exit code."""
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if process is None or connection is None:
            return None
        connection.close()
        if process.is_alive():
            process.join(0.05)  # one that is dying of something else should say of what
        process.kill()
        process.join()
        return process.exitcode


def _ending(code: int | None) -> str:
    return signal.strsignal(-code) or f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"


def _serve(connection: Connection, memory: int) -> None:
    """Read files until the other end closes, with ``memory`` bytes for each."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to both; the other process ends this one
    logging.disable()  # parsers' remarks on files that they can read all the same
    warnings.simplefilter("ignore")
    _import_parsers()
    _limit_memory(memory)
    connection.send(_READY)
    with suppress(EOFError, OSError):
        while True:
            path, data = connection.recv()
            connection.send(_outcome(path, data))


def _import_parsers() -> None:
    """Before the limits count."""
    import lxml.html  # noqa: F401
    import mammoth  # noqa: F401
    import nh3  # noqa: F401
    import openpyxl  # noqa: F401
    import pypdf  # noqa: F401


def _limit_memory(memory: int) -> None:
    """Of address space, because no system counts memory in use; without /proc there is only the limit of time."""
    statm = Path("/proc/self/statm")
    if statm.is_file():
        used = int(statm.read_text().split()[0]) * os.sysconf("SC_PAGESIZE")
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _outcome(path: str, data: bytes) -> Corpus | CorpusError:
    try:
        return ISOLATED[ending(path)](path, data)
    except CorpusError as error:
        return error
    except MemoryError:
        return CorpusError(path, 1, "needed too much memory to read; it is damaged or too large")
    except RecursionError:
        return CorpusError(path, 1, "nested too deeply")
    except Exception as error:  # noqa: BLE001 - the boundary of this process: parsers raise anything on damaged files
        message = clean(f"{type(error).__name__}: {error}")[:_MAX_MESSAGE]
        return CorpusError(path, 1, f"damaged, or not what its ending says ({message})")
