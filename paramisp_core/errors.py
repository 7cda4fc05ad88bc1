"""The one exception that means: the user's input or target is at fault, and here is the sentence to show."""

from __future__ import annotations


class UserError(Exception):
    """Bad input or an impossible target; ``str(error)`` is one clear sentence for the user.

    The command line prints it and exits with 2, the window shows it in its message bar.
    """
