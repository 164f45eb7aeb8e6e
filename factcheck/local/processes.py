"""Child processes that never outlive their parent: the kernel ends them on Linux, leash.py elsewhere."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from pathlib import Path

LINUX = sys.platform == "linux"
PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15
_libc = ctypes.CDLL(None, use_errno=True) if LINUX else None


def die_with_parent(signum, parent):
    """Have the kernel send this process `signum` when its parent ends; exit at once if `parent` (a pid) has ended.

    Does nothing on systems without prctl; there, `spawn` runs the command through leash.py.
    """
    if LINUX:
        _libc.prctl(PR_SET_PDEATHSIG, signum)
        if os.getppid() != parent:
            os._exit(1)


def dies_with(signum):
    """Return a `preexec_fn` for Popen: the new process gets `signum` when this process ends."""
    parent = os.getpid()
    return lambda: die_with_parent(signum, parent)


def call_this(name):
    """Have `ps -o comm` and `top` show this process by that name, of up to 15 bytes, where the system can."""
    if LINUX:
        _libc.prctl(PR_SET_NAME, name.encode(), 0, 0, 0)


def program(pid):
    """Return the name of the program that process `pid` runs; empty if there is none, or it has ended."""
    if LINUX:
        try:
            name, _, state = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(")")
        except OSError:
            return ""
        return "" if state.split()[0] in "ZX" else name  # ended, but its parent has not collected the exit code
    ps = ["ps", "-o", "comm=", "-p", str(pid)]
    found = subprocess.run(ps, capture_output=True, text=True, check=False)  # noqa: S603
    return Path(found.stdout.strip()).name


def spawn(command, *, signum=signal.SIGKILL, log=None, env=None, identity=None, cwd=None, tells=False):
    """Start `command` in its own session, so that Ctrl-C reaches only the parent; it gets `signum` when that ends.

    Its output is appended to the file `log` (None: dropped); if it `tells`, only its errors are, and what it prints is
    printed here. `identity` holds the `user`, `group` and `extra_groups`
    arguments of Popen. Call it from the main thread: the kernel sends the signal when the thread that forked ends.
    """
    command = [str(part) for part in command]
    if not LINUX:
        command = [sys.executable, str(Path(__file__).with_name("leash.py")), str(int(signum)), *command]
    with contextlib.ExitStack() as stack:
        out = stack.enter_context(open_log(log)) if log else subprocess.DEVNULL
        return subprocess.Popen(  # noqa: S603 - our own commands
            command,
            stdin=subprocess.DEVNULL,
            stdout=None if tells else out,
            stderr=out,
            env=env,
            cwd=cwd,
            start_new_session=True,
            preexec_fn=dies_with(signum),
            **(identity or {}),
        )


def open_log(path):
    """Return a file to append to that nobody else may read; it may contain words about a desk's work."""
    log = os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab")
    os.fchmod(log.fileno(), 0o600)  # the file may be from an earlier version
    return log


def stop(process, signum=signal.SIGTERM, *, patience=10):
    """Ask `process` to end, wait `patience` seconds, then kill it and its whole session. Return its exit code."""
    if process.poll() is None:
        process.send_signal(signum)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return process.returncode
