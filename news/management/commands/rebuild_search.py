from django.core.management.base import BaseCommand

from news import words
from news.management.progress import Progress
from news.record import searchable
from news.search import builds

AT_ONCE = 1000  # a publication waits so long; more at once are faster, since their words are counted together


class Command(BaseCommand):
    help = (
        "Makes the index of search anew, beside the one that readers use, and then takes the new one. It may be stopped"
        " at any moment and called again, then it goes on; also while the site serves. Nothing that changes is missed."
    )

    def add_arguments(self, parser):
        parser.add_argument("--anew", action="store_true", help="do not go on with what was begun before")

    def handle(self, *, anew, verbosity, **options):
        build = builds.begin(anew=anew).next
        said = Progress(self.stdout, searchable.number(), "entry", "entries") if verbosity else None
        try:
            written = 0
            for written in builds.fill(build, lambda after: searchable.batch(after, size=AT_ONCE)):
                if said:
                    said.now(written)
            builds.go_live(build)
        except builds.OvertakenError:
            self.stdout.write("Another call has finished the index or begun it anew, so this one ends.")
            return
        for _ in builds.sweep():
            pass
        if verbosity:
            self.stdout.write(f"The index is new: {words.plural(written, 'entry', 'entries')}.")
