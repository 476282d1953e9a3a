"""What happens by itself, as a process: the rooms' periodic jobs, and each of them once at the start."""

from __future__ import annotations

import os
import time

CONCURRENCY = 2
"""So that clocks run out while cases are screened anew."""


def main() -> None:
    """Run until stopped."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "returnhub.service.settings")
    import django

    django.setup()

    from django.db import connections
    from procrastinate.contrib.django import app
    from procrastinate.exceptions import AlreadyEnqueued

    for periodic in app.periodic_registry.periodic_tasks.values():
        try:
            periodic.task.defer(timestamp=int(time.time()))
        except AlreadyEnqueued:
            # the run before left it waiting
            continue
    connections.close_all()
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(concurrency=CONCURRENCY, delete_jobs="always")


if __name__ == "__main__":
    main()
