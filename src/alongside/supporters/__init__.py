"""What each viewer may see of a runner, and how long each link holds."""
