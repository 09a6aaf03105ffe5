"""What is asked of a dataset: search, status, alarms."""
