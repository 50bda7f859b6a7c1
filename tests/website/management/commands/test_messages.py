"""Every sentence is found, in templates and in Python, and the file is one that gettext reads."""

import ast

import pytest
from django.conf import settings
from django.core.management import call_command

from wmp2020.website.management.commands.messages import found, pot

TEMPLATE = """{{ _("Find your area") }} {{ ngettext("%(num)s crime", "%(num)s crimes", n) }}
{{ pgettext("month", "May") }} {# {{ _("not this") }} #} {{ _(variable) }}"""
PYTHON = """from django.utils.translation import gettext as _, gettext_lazy
A = gettext_lazy('Say "no"')
B = _("Find your area")
C = _(f"not {A}")
"""


@pytest.fixture
def tree(tmp_path):
    root = tmp_path / "wmp2020"
    (root / "listen/templates/desk").mkdir(parents=True)
    (root / "listen/templates/desk/page.html").write_text(TEMPLATE)
    (root / "listen/words.py").write_text(PYTHON)
    return root


def test_messages_are_found_with_their_place(tree):
    assert list(found(tree)) == [
        (None, ("Find your area",), "wmp2020/listen/templates/desk/page.html:1"),
        (None, ("%(num)s crime", "%(num)s crimes"), "wmp2020/listen/templates/desk/page.html:1"),
        ("month", ("May",), "wmp2020/listen/templates/desk/page.html:2"),
        (None, ('Say "no"',), "wmp2020/listen/words.py:2"),
        (None, ("Find your area",), "wmp2020/listen/words.py:3"),
    ]


def test_each_message_stands_once_with_all_its_places(tree):
    text = pot(tree)
    assert text.count('msgid "Find your area"') == 1
    assert "#: wmp2020/listen/templates/desk/page.html:1\n#: wmp2020/listen/words.py:3\nmsgid" in text
    assert '#, python-format\nmsgid "%(num)s crime"\nmsgid_plural "%(num)s crimes"\nmsgstr[0] ""' in text
    assert 'msgctxt "month"\nmsgid "May"' in text
    assert 'msgid "Say \\"no\\""' in text


def test_the_project_itself(tmp_path, capsys):
    call_command("messages", to=tmp_path / "all.pot")
    text = (tmp_path / "all.pot").read_text()
    assert 'msgid "What happens where you live?"' in text
    assert 'msgid "Enter a date, for example 27 3 2026"' in text
    said = [line.removeprefix("msgid ") for line in text.splitlines() if line.startswith("msgid ")]
    assert len(said) > 150
    assert all(isinstance(ast.literal_eval(line), str) for line in said)
    assert f"{len(said) - 1:,} sentences" in capsys.readouterr().out
    assert settings.LANGUAGE_CODE == "en-gb"
