"""What every desk needs and no domain word names: decisions, findings, jobs, times, logs, the database's own server."""
