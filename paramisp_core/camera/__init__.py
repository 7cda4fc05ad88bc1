"""What is known of the camera and the shot: settings, camera profiles, their database, EXIF."""
