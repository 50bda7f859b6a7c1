"""WMP2020: one honest footing of information for a police force, its partners and its residents."""
