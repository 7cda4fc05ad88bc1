"""Learning cameras: scenes, virtual cameras that shoot them, training and evaluation."""
