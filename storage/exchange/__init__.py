"""Files in and out: the catalogue as CSV."""
