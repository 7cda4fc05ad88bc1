"""Writing the open photo, or many."""
