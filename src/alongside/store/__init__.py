"""One SQLite file per race: the log and everything it points to. One thread writes it."""
