"""Commands of the project, beside Django's own."""
