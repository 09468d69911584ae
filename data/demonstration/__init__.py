"""How the demonstration register is made: profiles and places here in frames, everything numerous inside DuckDB."""
