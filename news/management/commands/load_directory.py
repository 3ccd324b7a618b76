from django.core.management.base import BaseCommand

from news.intake.directory import load_directory


class Command(BaseCommand):
    help = "Adds countries, organizations, ranks, places, topics and pages that are missing. Changes nothing else."

    def handle(self, **options):
        for kind, count in load_directory().items():
            self.stdout.write(f"{kind.capitalize():14}{count.added:5} added, {count.kept:4} there already")
