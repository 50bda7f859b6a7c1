"""Boundaries by generation, names, residents; postcode, street or place to area."""
