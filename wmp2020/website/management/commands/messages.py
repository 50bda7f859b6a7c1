"""Every sentence that can be translated, from templates and Python, as a template for translators (gettext's .pot).

Django's own makemessages cannot read Jinja and needs gettext's programs; this needs neither. A translator copies the
file to wmp2020/website/locale/<language>/LC_MESSAGES/django.po; `wmp2020 compilemessages` (which needs msgfmt) follows.
"""

import ast
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.template import engines

# How many leading arguments of each function are messages, and whether a context comes before them.
CALLS = {
    "_": (1, False), "gettext": (1, False), "gettext_lazy": (1, False), "ngettext": (2, False),
    "ngettext_lazy": (2, False), "pgettext": (1, True), "pgettext_lazy": (1, True), "npgettext": (2, True),
}  # fmt: skip
Found = tuple[str | None, tuple[str, ...], str]


def found(root: Path) -> Iterator[Found]:
    """(context or None, (message, plural if any), "file:line") for each message below `root`, in the order of files."""
    env = engines["jinja2"].env  # type: ignore[attr-defined]
    for path in sorted(root.rglob("*")):
        where = path.relative_to(root.parent)
        if "templates" in path.parts and path.suffix == ".html":
            for line, function, said in env.extract_translations(path.read_text()):
                yield from _told(function, said if isinstance(said, tuple) else (said,), f"{where}:{line}")
        elif path.suffix == ".py" and "migrations" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
                    said = tuple(a.value if isinstance(a, ast.Constant) else None for a in node.args)
                    yield from _told(node.func.id, said, f"{where}:{node.lineno}")


def _told(function: str, said: tuple[Any, ...], where: str) -> Iterator[Found]:
    count, with_context = CALLS[function]
    context, words = (said[0], said[1:]) if with_context else (None, said)
    words = words[:count]
    if len(words) == count and all(isinstance(word, str) for word in words):
        yield context, words, where


def pot(root: Path) -> str:
    """The whole file: each message once, every place it is said above it."""
    places: dict[tuple[str | None, tuple[str, ...]], list[str]] = {}
    for context, words, where in found(root):
        places.setdefault((context, words), []).append(where)
    parts = ['msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n']
    for (context, words), wheres in places.items():
        lines = [f"#: {where}" for where in wheres]
        if any("%(" in word for word in words):
            lines.append("#, python-format")
        lines += [f"msgctxt {_quoted(context)}"] if context else []
        lines.append(f"msgid {_quoted(words[0])}")
        lines += [f"msgid_plural {_quoted(words[1])}", 'msgstr[0] ""', 'msgstr[1] ""'] if words[1:] else ['msgstr ""']
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


class Command(BaseCommand):
    help = "Writes every translatable sentence to var/messages.pot, for translators."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, default=settings.VAR / "messages.pot", help="where to write it")

    def handle(self, *args: Any, **options: Any) -> None:
        text = pot(settings.ROOT / "wmp2020")
        options["to"].parent.mkdir(parents=True, exist_ok=True)
        options["to"].write_text(text)
        self.stdout.write(f"{text.count('msgid ') - 1:,} sentences in {options['to'].name}")
