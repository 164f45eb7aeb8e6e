"""A RabbitMQ of the tests' own, on ports and in a folder of its own; it ends with the tests."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from factcheck.local import processes
from tests.up_here import free_port, until

#: Debian's script beside it starts the broker as the user rabbitmq, in the system's folders.
PROGRAM = shutil.which("rabbitmq-server", path="/usr/lib/rabbitmq/bin")


class Rabbit:
    """A context manager; ``address`` is for CELERY_BROKER_URL."""

    def __enter__(self):
        self.home = Path(tempfile.mkdtemp(prefix="factcheck-rabbit-"))
        self.port, self.names = free_port(), free_port()
        self.address = f"amqp://guest:guest@127.0.0.1:{self.port}//"
        given = {
            "HOME": self.home,
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": self.names,
            "RABBITMQ_NODENAME": "factcheck@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": self.port,
            "RABBITMQ_DIST_PORT": free_port(),
            "RABBITMQ_MNESIA_BASE": self.home / "data",
            "RABBITMQ_LOG_BASE": self.home / "log",
            "RABBITMQ_CONF_ENV_FILE": os.devnull,
            "RABBITMQ_ENABLED_PLUGINS_FILE": self.home / "plugins",
        }
        environment = os.environ | {name: str(value) for name, value in given.items()}
        self.process = processes.spawn([PROGRAM], signum=signal.SIGTERM, log=self.home / "out", env=environment)
        self.environment = environment
        assert until(self._is_up, within=120), (self.home / "out").read_text()
        return self

    def _is_up(self):
        assert self.process.poll() is None, (self.home / "out").read_text()
        return "Starting broker... completed" in (self.home / "out").read_text()

    def __exit__(self, *_):
        processes.stop(self.process, patience=30)
        # Erlang's register of names is a process that outlives what it was started for.
        epmd = next(Path("/usr/lib/erlang").glob("erts-*/bin/epmd"))
        subprocess.run([epmd, "-kill"], env=self.environment, capture_output=True, check=False)
        shutil.rmtree(self.home)
