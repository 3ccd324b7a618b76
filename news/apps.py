from django.apps import AppConfig
from django.db.models.signals import post_migrate


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "Newsroom"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from .models.generation import install_triggers

        # SQLite rebuilds a table on most changes of its schema and drops its triggers with it.
        post_migrate.connect(install_triggers, sender=self, dispatch_uid="news.generation")
