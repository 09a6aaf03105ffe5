"""Where an answer leads: URLs, links, feeds, sitemaps, requisites."""
