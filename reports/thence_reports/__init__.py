"""Reports: views of a record, and of nothing else."""
