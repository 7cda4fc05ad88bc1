"""From a moved slider to a picture: the worker on its thread, what it is asked, and the engine behind it."""
