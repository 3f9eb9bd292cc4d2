"""The course: GPX and race.toml to a checked plan, shared roads, and what each metre became."""
