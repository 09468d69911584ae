"""Questions put to the store: one named SQL statement each, bound parameters only."""
