"""The parts of the bench `inform`."""
