"""The dataset for others: subsets, packages, many archives in one, citations, the data dictionary."""
