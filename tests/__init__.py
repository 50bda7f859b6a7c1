"""Tests mirror the source, file for file. This is a package so that a dependency that also ships `tests` cannot hide it."""
