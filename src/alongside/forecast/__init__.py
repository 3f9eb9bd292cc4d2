"""When each runner will be where."""
