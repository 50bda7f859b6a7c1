"""Tests mirror the source, file for file. A package, so that no dependency's own `tests` hides it."""
