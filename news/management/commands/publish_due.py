import datetime

from django.core.management.base import BaseCommand, CommandError

from news.workflow import publish_due


class Command(BaseCommand):
    help = "Publish what is due, once. Exit code 1 if something could not be published."

    def handle(self, **options):
        # Also what a worker tried and could not publish within the last minute.
        if unpublished := publish_due(try_again=datetime.timedelta()):
            raise CommandError("\n".join(unpublished))
