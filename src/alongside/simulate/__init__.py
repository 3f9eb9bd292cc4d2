"""Made-up races: who ran and how, what devices sent, and the truth beside it."""
