"""Factories, plain slow twins, small files, and the browser for walks."""
