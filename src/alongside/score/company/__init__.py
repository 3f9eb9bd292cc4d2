"""How well it is found who ran together: planted companions, ghosts, mats left out, names, naive rules."""
