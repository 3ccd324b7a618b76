from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils import timezone

from news.enums import Role

from .fields import LineField


class AccountManager(UserManager):
    use_in_migrations = False

    def create_superuser(self, username, email=None, password=None, **fields):
        """The first account, made by `manage.py createsuperuser`: an administrator of the newsroom."""
        return self.create_user(username, email, password, role=Role.ADMINISTRATOR, **fields)

    create_superuser.alters_data = True


class Account(AbstractUser):
    """A member of the staff. What they may do follows from `role` alone, see `rules/`."""

    role = models.CharField(max_length=16, choices=Role.choices, default=Role.VIEWER)
    duty_until = models.DateTimeField(
        "duty editor until",
        null=True,
        blank=True,
        help_text="Until then this editor may publish alone. A second person checks afterwards.",
    )
    position = LineField(blank=True, default="")

    objects = AccountManager()

    class Meta:
        ordering = ["username"]
        verbose_name = "account"
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="account_role_known"),
        ]

    def __str__(self):
        return self.get_full_name() or self.username

    def save(self, *args, **kwargs):
        # The admin's door is opened by `is_staff`; everybody with an account belongs to the staff.
        self.is_staff = True
        super().save(*args, **kwargs)

    @property
    def on_duty(self):
        return self.duty_until is not None and self.duty_until > timezone.now()
