from django.core.management.base import BaseCommand

from news.worker import Worker, work_once


class Command(BaseCommand):
    help = "The one background process: due publications, then jobs. Ends on SIGTERM after the job in hand."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what waits now, then end")

    def handle(self, *, once, **options):
        if once:
            work_once()
        else:
            Worker().work()
