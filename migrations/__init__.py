"""Schema changes and the guards that stand inside the database."""
