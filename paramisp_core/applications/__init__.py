"""What invertible cameras are for: camera-to-camera transfer, HDR, and more to come."""
