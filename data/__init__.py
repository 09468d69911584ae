"""The store and what goes into it: reference tables, code lists, loading, the demonstration register."""
