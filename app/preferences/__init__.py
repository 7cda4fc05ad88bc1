"""What the user chose: preferences, keys and models, and their pages."""
