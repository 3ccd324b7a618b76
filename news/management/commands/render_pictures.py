from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from news import words
from news.management.progress import Progress
from news.models import Picture
from news.pictures.renditions import below, make_renditions, missing, remove, stored_hashes, unwanted
from news.worker import names_for

A_DAY = 24 * 60 * 60


class Command(BaseCommand):
    help = (
        "Makes the renditions of pictures that are missing, and removes those that are not wanted any more. "
        "It may be stopped and called again, also while the site serves. Exit code 1 if a picture could not be read."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say what would be made and removed")

    def handle(self, *, dry_run, verbosity, **options):
        self.made = self.removed = 0
        self.failed = []
        # Keys first: a long query would keep the database from tidying up behind those who write.
        keys = list(Picture.objects.order_by("-pk").values_list("pk", flat=True))
        said = Progress(self.stdout, len(keys), "picture", "pictures") if verbosity else None
        for number, key in enumerate(keys, 1):
            picture = Picture.objects.filter(pk=key).first()
            if picture is not None:
                self._one(picture, dry_run, said)
            if said:
                said.now(number)
        self._of_nobody(dry_run)
        if not dry_run and hasattr(default_storage, "remove_parts"):
            default_storage.remove_parts(older_than=A_DAY)
        if verbosity:
            made, removed = words.plural(self.made, "file"), words.plural(self.removed, "file")
            if dry_run:
                self.stdout.write(f"{made} would be made, {removed} would be removed. Nothing was done.")
            else:
                self.stdout.write(f"{made} made, {removed} removed.")
        if self.failed:
            raise CommandError(f"{words.plural(len(self.failed), 'picture')} could not be rendered, see above.")

    def _one(self, picture, dry_run, said):
        names = names_for(picture)
        try:
            stale = len(unwanted(picture))
            made = len(missing(picture, names) if dry_run else make_renditions(picture, names))
        # Whatever is wrong with one picture or its file, the others get theirs.
        except Exception as error:
            self.failed.append(picture.pk)
            if said:
                said.clear()
            self.stderr.write(f"Picture {picture.pk} ({picture.original_name or 'without a name'}): {error}")
        else:
            self.made += made
            self.removed += stale

    def _of_nobody(self, dry_run):
        """Files of pictures that were deleted."""
        for sha256, folder in stored_hashes(default_storage):
            if not Picture.objects.filter(sha256=sha256).exists():
                paths = below(default_storage, folder)
                self.removed += len(paths)
                if not dry_run:
                    remove(default_storage, paths)
