"""ParamISP Studio's core: open a photo, get its RAW back, edit it, render it as a camera would, write a DNG.

The names below are loaded on first use, so that importing the package costs nothing (torch takes seconds).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from paramisp_core.camera.photo import Photo as Photo
    from paramisp_core.camera.profile import CameraProfile as CameraProfile
    from paramisp_core.camera.shot import ShotSettings as ShotSettings
    from paramisp_core.engine.isp import load_isp as load_isp
    from paramisp_core.errors import UserError as UserError
    from paramisp_core.files.dng import write_dng as write_dng
    from paramisp_core.files.opening import open_photo as open_photo
    from paramisp_core.networks.conditions import Conditions as Conditions
    from paramisp_core.raw.cfa import CFA as CFA
    from paramisp_core.raw.image import RawImage as RawImage

__version__ = "0.1.0"

_HOME = {
    "CFA": "raw.cfa",
    "CameraProfile": "camera.profile",
    "Conditions": "networks.conditions",
    "Photo": "camera.photo",
    "RawImage": "raw.image",
    "ShotSettings": "camera.shot",
    "UserError": "errors",
    "load_isp": "engine.isp",
    "open_photo": "files.opening",
    "write_dng": "files.dng",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    """Import a public name from its room on first use."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
