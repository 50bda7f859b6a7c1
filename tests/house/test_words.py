"""Words in templates can be translated: none stands bare between tags or in a label."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.template import engines

FREE = {"style.html"}  # developers' own page
TOLD = ("aria-label", "alt", "title", "placeholder")
TEMPLATES = [
    path for path in sorted((settings.ROOT / "wmp2020").glob("*/templates/**/*.html")) if path.name not in FREE
]


class Bare(HTMLParser):
    """Collects words that stand in the template itself."""

    def __init__(self):
        super().__init__()
        self.words, self.within = [], []

    def handle_starttag(self, tag, attrs):
        self.within.append(tag)
        self.words += [value for name, value in attrs if name in TOLD and value and re.search(r"[A-Za-z]{2}", value)]

    def handle_endtag(self, tag):
        if tag in self.within:
            while self.within.pop() != tag:
                pass

    def handle_data(self, data):
        if re.search(r"[A-Za-z]{2}", data) and not {"code", "pre", "script", "style"} & set(self.within):
            self.words.append(" ".join(data.split()))


def bare(source):
    """Words of a template outside its expressions, comments and statements."""
    env = engines["jinja2"].env
    data = "".join(
        value if kind == "data" else "\x00" if kind == "variable_end" else "" for _, kind, value in env.lex(source)
    )
    reader = Bare()
    reader.feed(data.replace("\x00", ""))
    return reader.words


def test_bare_words_are_seen():
    assert bare('<p>Hello {{ name }}</p><a title="Go">{{ _("on") }}</a>{# no #}<code>curl</code>') == ["Hello", "Go"]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_word_stands_bare(path):
    assert bare(path.read_text()) == []
