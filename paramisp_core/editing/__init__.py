"""What the user changed (RawEdits), and one photo in development: its stages, drafts and exact pictures."""
