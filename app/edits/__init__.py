"""What the user does to the open photo: every change as a step, undone, saved, kept and given to others."""
