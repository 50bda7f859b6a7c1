"""Designed to listen and reassure: the front desk, where residents arrive."""
