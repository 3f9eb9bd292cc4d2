"""The state of a race: for every entry her status, her last crossing and her pace, in arrays."""
