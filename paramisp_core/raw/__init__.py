"""The physics of raw photographs: CFA patterns, demosaicking, white balance, colour matrices, transfer curves."""
