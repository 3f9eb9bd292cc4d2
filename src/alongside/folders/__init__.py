"""Races on disk, read and written: the only room besides ``store`` that opens files."""
