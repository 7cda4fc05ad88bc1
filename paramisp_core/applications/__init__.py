"""What invertible cameras are for: camera transfer, HDR, blurred data sets, and more to come."""
