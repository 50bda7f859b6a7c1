"""`wmp2020 demo-sign-ins`: who to sign in as when looking around."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from wmp2020.plumbing.decisions import Refused
from wmp2020.website.accounts import demonstration_accounts


class Command(BaseCommand):
    help = "Makes the demonstration's accounts and says how to sign in as each. Refused in production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            accounts = demonstration_accounts(at=timezone.now())
        except Refused as reason:
            raise CommandError(str(reason)) from None
        if options["json"]:
            self.stdout.write(json.dumps({"sign_in": reverse("account_login"), "accounts": accounts}))
            return
        self.stdout.write(
            f"Sign in at {reverse('account_login')} as an invented person (password {accounts[0]['password']}):"
        )
        for account in accounts:
            self.stdout.write(f"  {account['email']:<38} {account['what']}")
