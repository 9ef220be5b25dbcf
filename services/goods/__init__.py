"""What is sold: the catalogue and how it gets in."""
