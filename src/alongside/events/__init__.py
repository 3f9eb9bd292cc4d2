"""The rows of the log, and the types that rooms share."""
