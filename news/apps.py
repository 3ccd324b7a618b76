from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "Newsroom"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from .models.generation import drop_triggers, install_triggers
        from .search.engines import install

        # SQLite rebuilds a table on most changes of its schema and drops its triggers with it.
        pre_migrate.connect(drop_triggers, sender=self, dispatch_uid="news.generation")
        post_migrate.connect(install_triggers, sender=self, dispatch_uid="news.generation")
        post_migrate.connect(install, sender=self, dispatch_uid="news.search")
