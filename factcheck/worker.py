"""A worker as `manage.py up` starts it: `python -m factcheck.worker NAME`.

It is `celery --app factcheck worker`, without the command line of Celery and without Django's system checks, which load
the pages. Both together take 25 MB of memory.
"""

import os
import sys

from factcheck.celery import app

if __name__ == "__main__":
    os.environ.update(CELERY_SKIP_CHECKS="1")  # `manage.py migrate` has made them
    # Workers cannot talk to one another over pgmq.
    alone = {"without_heartbeat": True, "without_gossip": True, "without_mingle": True}
    worker = app.Worker(hostname=sys.argv[1], loglevel="WARNING", quiet=True, **alone)
    worker.start()
    sys.exit(worker.exitcode)
