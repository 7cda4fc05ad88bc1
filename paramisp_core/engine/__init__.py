"""Running the networks on real photos: devices, tiles, whole-photo statistics, stage caches, drafts."""
