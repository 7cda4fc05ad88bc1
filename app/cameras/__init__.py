"""The photo over settings and cameras: live strip, camera browser, sheets."""
