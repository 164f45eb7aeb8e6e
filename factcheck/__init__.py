"""The Django project: settings, URLs, servers and the queue. What Factcheck does is in `claims`."""
