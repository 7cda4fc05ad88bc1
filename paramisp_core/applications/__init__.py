"""What invertible cameras are for: camera-to-camera transfer, and more to come."""
