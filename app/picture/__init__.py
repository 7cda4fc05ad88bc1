"""The picture on the screen: the viewer, what lies over it, beside it and under the cursor."""
