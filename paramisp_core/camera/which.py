"""Says which camera took a photo, by what the file tells of it."""

from __future__ import annotations

from paramisp_core.camera.database import find_camera, generic_camera, generic_phone
from paramisp_core.camera.exif import ExifFacts
from paramisp_core.camera.phone import Module, is_phone, other_module
from paramisp_core.camera.profile import CameraProfile, name_in
from paramisp_core.errors import Sentence

STANDS_IN = " stands in."
"""How a warning ends that says no more than that the camera is not known."""

_ONLY_MAIN: dict[Module, Sentence] = {
    "front": Sentence(
        "Of {name} only the main camera is in the database; for its front camera a generic phone stands in."),
    "ultra-wide": Sentence(
        "Of {name} only the main camera is in the database; for its ultra-wide camera a generic phone stands in."),
    "telephoto": Sentence(
        "Of {name} only the main camera is in the database; for its telephoto camera a generic phone stands in."),
}


def camera_of(facts: ExifFacts, camera: CameraProfile | None, warnings: list[str]) -> CameraProfile:
    """Return the camera that was given, else the one in the EXIF, else a generic one and a warning more.

    A phone's facts are its main camera's: for its others the generic phone stands in, as for phones not known.
    """
    if camera is not None:
        return camera
    found = find_camera(facts.make, facts.model)
    if found is not None:
        module = other_module(facts) if found.phone else None
        if module is None:
            return found
        warnings.append(Sentence(_ONLY_MAIN[module].template, name=found.name))
        return generic_phone()
    if not facts.model:
        warnings.append(Sentence("The file does not say which camera took it; a generic camera stands in."))
        return generic_camera()
    name = name_in({"Make": facts.make, "Model": facts.model})
    if is_phone(facts.make, facts.model):
        warnings.append(Sentence("The camera {name} is not in the database; a generic phone stands in.", name=name))
        return generic_phone()
    warnings.append(Sentence("The camera {name} is not in the database; a generic camera stands in.", name=name))
    return generic_camera()
