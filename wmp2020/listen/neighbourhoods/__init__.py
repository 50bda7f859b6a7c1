"""The public page for a place, and the police.uk-compatible API."""
