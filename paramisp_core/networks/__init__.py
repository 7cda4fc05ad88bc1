"""The learned cameras: ParamNet, LocalNet and GlobalNet in two versions (paper, compact), and checkpoints."""
