"""Pages out of captures: worker processes, the follower of a crawl, the rebuild."""
