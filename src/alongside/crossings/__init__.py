"""From reads to crossings: who passed which split, when, and how far that can be trusted."""
