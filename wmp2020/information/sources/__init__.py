"""One file per publisher: how its files are found, fetched and read, with its dated quirks."""
