"""From a phone's fixes to metres along the course."""
