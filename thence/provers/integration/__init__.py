"""Values of integrals, whether they converge, and how the checker is to see it."""
