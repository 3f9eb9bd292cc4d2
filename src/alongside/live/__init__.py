"""One race, synchronous: rows in, views and decisions out. Read ``pipeline.py`` first."""
