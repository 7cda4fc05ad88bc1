"""Opening and closing photos, and those of their folder."""
