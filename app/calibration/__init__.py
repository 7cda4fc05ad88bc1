"""Calibrate my camera: its dialog, and the process that learns."""
