"""How fast a host is asked, how often again, and what its robots.txt says."""
