"""The applications as dialogs: HDR and deblurring, and what dialogs that make a file share."""
