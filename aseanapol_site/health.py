"""What a load balancer asks: is the process alive, and can it serve?"""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from news.models.generation import missing_triggers


def missing():
    """One sentence for each thing without which pages cannot be served."""
    found = []
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            found.append("Migrations are not applied: call `manage.py migrate`.")
        elif missing_triggers(connection):
            found.append("Triggers of the generation are missing: call `manage.py migrate`.")
    except DatabaseError:
        found.append("The database cannot be reached.")
    # Only the storage of served sites keeps a manifest; it is read when the process starts.
    if not getattr(staticfiles_storage, "hashed_files", True):
        found.append("Static files are not collected: call `manage.py collectstatic` and start again.")
    return found


def plain(content, status=200):
    return HttpResponse(content, status=status, content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def alive(request):
    return plain("ok")


@never_cache
@require_safe
def ready(request):
    found = missing()
    return plain("\n".join(found), status=503) if found else plain("ok")
