"""The physics of raw photographs: CFA patterns, demosaicking, white balance, color matrices, curves."""
