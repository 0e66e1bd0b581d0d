"""Values of sums, finite and infinite, and how the checker is to see them."""
