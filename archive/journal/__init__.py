"""The crawler's memory: captures, the queue of URLs, visits to come."""
