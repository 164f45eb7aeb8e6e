"""Children that do not outlive their parent, however it ends: by the kernel on Linux, by a leash elsewhere."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from pathlib import Path

LINUX = sys.platform == "linux"
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if LINUX else None


def die_with_parent(signum, parent):
    """Have the kernel send this process `signum` when its parent ends; leave at once if `parent` (a pid) has gone.

    Does nothing where there is no prctl; there `spawn` puts a leash in between.
    """
    if LINUX:
        _libc.prctl(PR_SET_PDEATHSIG, signum)
        if os.getppid() != parent:
            os._exit(1)


def dies_with(signum):
    """A `preexec_fn` for Popen: what it starts gets `signum` when this process ends."""
    parent = os.getpid()
    return lambda: die_with_parent(signum, parent)


def program(pid):
    """The name of the program that process `pid` runs; empty where there is no such process, or it has ended."""
    if LINUX:
        try:
            name, _, state = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(")")
        except OSError:
            return ""
        return "" if state.split()[0] in "ZX" else name  # ended, and nobody has asked how
    ps = ["ps", "-o", "comm=", "-p", str(pid)]
    found = subprocess.run(ps, capture_output=True, text=True, check=False)  # noqa: S603
    return Path(found.stdout.strip()).name


def spawn(command, *, signum=signal.SIGKILL, log=None, env=None, identity=None, cwd=None):
    """Start `command` in a session of its own, so that Ctrl-C reaches only its parent; `signum` is sent when that ends.

    `log` is a file that its output is appended to (none: dropped); `identity` the `user`, `group` and `extra_groups`
    arguments of Popen. To be called from the main thread: the kernel's signal follows the thread that forked.
    """
    command = [str(part) for part in command]
    if not LINUX:
        command = [sys.executable, str(Path(__file__).with_name("leash.py")), str(int(signum)), *command]
    with contextlib.ExitStack() as stack:
        out = stack.enter_context(open_log(log)) if log else subprocess.DEVNULL
        return subprocess.Popen(  # noqa: S603 - our own commands
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
            start_new_session=True,
            preexec_fn=dies_with(signum),
            **(identity or {}),
        )


def open_log(path):
    """A file to append to that nobody else may read; words about a desk's work can stand in it."""
    log = os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab")
    os.fchmod(log.fileno(), 0o600)  # one of an earlier version
    return log


def stop(process, signum=signal.SIGTERM, *, patience=10):
    """Ask `process` to end, wait `patience` seconds, then kill it with all of its session. Returns its exit code."""
    if process.poll() is None:
        process.send_signal(signum)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return process.returncode
