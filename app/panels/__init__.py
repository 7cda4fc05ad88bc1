"""The panels at the window's right: histogram, camera, shot, RAW, model and output."""
