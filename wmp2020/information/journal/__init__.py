"""What happened, who did it, when and for what purpose: written once, hash-chained."""
