"""Numbers with their intervals: rates, what is usual, areas alike, small numbers."""
