from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from news import words
from news.errors import NewsroomError
from news.intake.synthetic import load_synthetic


class Command(BaseCommand):
    help = (
        "Makes up press releases with events, people and organizations, for measuring. The same number and seed give "
        "the same content, and what is there already is not doubled. Never call it where real content is."
    )

    def add_arguments(self, parser):
        parser.add_argument("--releases", type=int, required=True, help="how many there are to be")
        parser.add_argument("--seed", type=int, default=1, help="another number, other content")
        parser.add_argument("--without-search", action="store_true", help="do not build the search index anew")

    def handle(self, *, releases, seed, without_search, verbosity, **options):
        if releases < 1:
            raise CommandError("Say how many releases, from 1 on.")

        def say(number):
            self.stdout.write(f"\r{number} of {releases}", ending="")
            self.stdout.flush()

        try:
            added = load_synthetic(releases=releases, seed=seed, **({"said": say} if verbosity else {}))
        except NewsroomError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write(f"\r{words.plural(added, 'release')} added.      ")
        if added and not without_search:
            call_command("rebuild_search", verbosity=verbosity)
