"""What replay tools ask first: the CDXJ index and the list of pages."""
