"""An archive in the browser: the dataset in datasette, the pages in pywb, each on an origin of its own."""
