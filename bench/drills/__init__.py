"""Faults and attacks played out: each module has `run(quick)` and says what was tried, lost, doubled and found."""
