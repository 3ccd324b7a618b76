from django.core.management.base import BaseCommand, CommandError

from news.errors import NewsroomError
from news.intake.demo.load import load_demo


class Command(BaseCommand):
    help = "Loads the demonstration content. What is there already stays as it is."

    def handle(self, *, verbosity, **options):
        try:
            loaded = load_demo()
        except NewsroomError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            for kind, number in loaded.added.items():
                self.stdout.write(f"{kind.capitalize():14}{number:5} added")
        if loaded.password:
            self.stdout.write(f"Password of the demonstration accounts: {loaded.password}")
            self.stdout.write("It is shown this once only.")
