"""Says which camera took a photo, by what the file tells of it."""

from __future__ import annotations

from paramisp_core.camera.database import find_camera, generic_camera
from paramisp_core.camera.exif import ExifFacts
from paramisp_core.camera.profile import CameraProfile, name_in
from paramisp_core.errors import Sentence

STANDS_IN = "a generic camera stands in."
"""How a warning ends that says no more than that the camera is not known."""


def camera_of(facts: ExifFacts, camera: CameraProfile | None, warnings: list[str]) -> CameraProfile:
    """Return the camera that was given, else the one in the EXIF, else a generic one and a warning more."""
    if camera is not None:
        return camera
    found = find_camera(facts.make, facts.model)
    if found is not None:
        return found
    if facts.model:
        name = name_in({"Make": facts.make, "Model": facts.model})
        warnings.append(Sentence("The camera {name} is not in the database; a generic camera stands in.", name=name))
    else:
        warnings.append(Sentence("The file does not say which camera took it; a generic camera stands in."))
    return generic_camera()
