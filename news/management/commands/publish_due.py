from django.core.management.base import BaseCommand, CommandError

from news.workflow import publish_due


class Command(BaseCommand):
    help = "Publish what is due, once. Exit code 1 if something could not be published."

    def handle(self, **options):
        if unpublished := publish_due():
            raise CommandError("\n".join(str(error) for error in unpublished))
