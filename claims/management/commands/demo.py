"""`manage.py demo`: make the demo desk, for this machine only. Safe to repeat."""

from django.core.management.base import BaseCommand

from claims.demo.build import build


class Command(BaseCommand):
    help = "Make the demo desk, its people, sources and articles, unless it exists."

    def handle(self, **options):
        desk = build()
        self.stdout.write(f"{desk} is ready." if desk else "The demo desk already exists.")
