"""Templates: nothing inline that the content policy would block, and none that no page uses."""

import re
from pathlib import Path

import pytest

from tests.house import tree

INLINE = re.compile(
    r"""<style\b | \sstyle\s*= | <script(?![^>]*\ssrc=)[^>]*> | \son[a-z]+\s*=\s*["'] | javascript:""",
    re.VERBOSE | re.IGNORECASE,
)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
ELSEWHERE = re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE)


def inline(words: str) -> list[str]:
    """Styles, scripts and event handlers written into a page."""
    return [found.strip() for found in INLINE.findall(COMMENT.sub("", words))]


@pytest.mark.parametrize("file", tree.templates(), ids=str)
def test_nothing_inline(file: Path) -> None:
    assert inline(tree.text(file)) == []


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ('<p style="color:red">', 1),
        ("<style>p{}</style>", 1),
        ("<script>alert(1)</script>", 1),
        ('<script type="module">import x</script>', 1),
        ('<script type="module" src="/a.js"></script>', 0),
        ('<a onclick="go()">', 1),
        ('<a href="javascript:go()">', 1),
        ("{# never style= here #}<p class='style'>", 0),
    ],
)
def test_what_is_inline_is_seen(words: str, count: int) -> None:
    assert len(inline(words)) == count


@pytest.mark.parametrize("file", tree.templates(), ids=str)
def test_nothing_is_loaded_from_elsewhere(file: Path) -> None:
    words = COMMENT.sub("", tree.text(file))
    loaded = [tag for tag in re.findall(r"<(?:script|link|img|iframe|form)\b[^>]*>", words) if ELSEWHERE.search(tag)]
    assert loaded == []


# allauth asks for these by names of its own; the library's pages include them.
ASKED_BY_ALLAUTH = ("account/", "mfa/", "allauth/", "usersessions/")


def name_of(file: Path) -> str:
    """The name a template is asked for by."""
    parts = file.parts
    start = next(i for i, part in enumerate(parts) if part in ("templates", "django_templates"))
    return "/".join(parts[start + 1 :])


def test_every_template_is_used() -> None:
    code = "\n".join(tree.text(f) for f in [*tree.sources(), *tree.templates()])
    unused = [
        name_of(file)
        for file in tree.templates()
        if not name_of(file).startswith(ASKED_BY_ALLAUTH)
        and f'"{name_of(file)}"' not in code
        and not _asked_in_parts(name_of(file), code)
    ]
    assert unused == []


def _asked_in_parts(name: str, code: str) -> bool:
    """A name put together in an f-string: f"website/{page}.html" with "error" somewhere as a word of its own."""
    folder, _, page = name.rpartition("/")
    return f'f"{folder}/{{' in code and f'"{page.removesuffix(".html")}"' in code
