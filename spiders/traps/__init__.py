"""What is not worth a request: patterns of URLs, their budgets, and answers seen before."""
