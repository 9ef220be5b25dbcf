"""From a cart to an order that is shipped, cancelled or expired."""
