"""What coins cost, what arrived, and what follows from it."""
