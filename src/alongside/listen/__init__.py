"""What listens of its own accord: files that grow while the race runs."""
