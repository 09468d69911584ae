"""Places: the gazetteer and its name matcher, boundaries, neighbours and distances."""
