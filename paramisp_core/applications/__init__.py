"""What invertible cameras are for: camera transfer, HDR, deblurring, data sets of blur."""
