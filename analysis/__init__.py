"""Pure computing: frames and arrays in, frozen results out; no database, no widgets."""
