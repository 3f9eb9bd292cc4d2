"""The back of the race: sweeps, who is last, who has not been seen, what is on which stretch."""
