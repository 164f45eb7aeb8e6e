"""Run a command, and signal it when the process that started this one ends, for systems without prctl.

`python leash.py <signal number> <command…>`. SIGTERM and SIGINT are passed on; the command's exit code is returned.
"""

import os
import signal
import subprocess
import sys
import threading


def main(arguments):
    signum, command = int(arguments[0]), arguments[1:]
    parent = os.getppid()
    process = subprocess.Popen(command)  # noqa: S603 - our own commands
    for handed_on in (signal.SIGTERM, signal.SIGINT):
        signal.signal(handed_on, lambda number, _: process.send_signal(number))

    def watch():
        while os.getppid() == parent:
            threading.Event().wait(0.25)
        process.send_signal(signum)

    threading.Thread(target=watch, daemon=True).start()
    return process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
