"""Who may sign in (one row a person, known by e-mail), and what went wrong in a job."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from wmp2020.plumbing.privacy import Keep


class Role(models.TextChoices):
    """The part a person plays. Desks say which roles they are for; the demonstration has one account of each."""

    RESIDENT = "resident", "Resident"
    NEIGHBOURHOOD = "neighbourhood", "Neighbourhood officer"
    ANALYST = "analyst", "Analyst"
    KEEPER = "keeper", "Keeper of the installation"


def role_choices() -> list[tuple[str, str]]:
    """A callable, so that a new role is a line above and not a migration."""
    return list(Role.choices)


class Accounts(BaseUserManager["Account"]):
    """Makes accounts and finds them by e-mail whatever its capitals."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Account":
        account = self.model(email=email.strip().lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "Account":
        """Django's command asks for this name; here it is a keeper of the installation."""
        return self.create_user(email, password, **{"is_staff": True, "role": Role.KEEPER, **fields})

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """A person who signs in. The id, never the name or the address, is what other tables and the journal hold."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("email address", unique=True)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=40, choices=role_choices, default=Role.RESIDENT)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("may enter the staff desks", default=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    is_invented = models.BooleanField("a demonstration account", default=False)

    objects = Accounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="account_email_once_whatever_its_capitals")]

    class Privacy:
        plain = {"id", "role", "is_active", "is_staff", "is_invented", "made_at"}
        personal = {
            "email": Keep("account", scrub="row"),
            "name": Keep("account", scrub="row"),
            "last_login": Keep("account", scrub="row"),
        }
        sensitive = {"password": Keep("account", scrub="row")}

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's permissions are not used: rules decide by role."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class JobFault(models.Model):
    """Where a job last failed: the class of the fault and the line of ours it came from; never its message."""

    job = models.BigIntegerField(primary_key=True)
    fault = models.CharField(max_length=80)
    where = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Privacy:
        plain = {"job", "fault", "where", "at"}

    def __str__(self) -> str:
        return f"{self.fault} at {self.where}"

    @classmethod
    def note(cls, job: int | None, *, at: datetime, fault: str, where: str) -> None:
        """Remember the latest fault of a job."""
        if job is not None:
            cls.objects.update_or_create(job=job, defaults={"at": at, "fault": fault[:80], "where": where[-200:]})

    @classmethod
    def forget(cls, at: datetime, *, days: int) -> None:
        """Drop what is older than the jobs that are kept."""
        cls.objects.filter(at__lt=at - timedelta(days=days)).delete()
