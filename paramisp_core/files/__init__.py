"""Opening photos of every kind; writing DNG, JPEG, PNG and TIFF."""
