"""The clock of a race: it runs ``live`` on a fixed grid of race time and hands on what it shows."""
