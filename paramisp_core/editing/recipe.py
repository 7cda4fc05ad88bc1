"""Recipe: everything that decides how a photo looks; Frame: one picture of a part of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from paramisp_core.camera.profile import CameraProfile
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.editing.edits import RawEdits

Region = tuple[int, int, int, int]
"""(top, left, height, width) in photo pixels as stored."""


@dataclass(frozen=True)
class Recipe:
    """What the user chose.

    shot steers the forward camera, source_shot the inverse one (as shot). camera: render as this one (None: the
    photo's own). source_camera: the camera the photo was taken with (None: as found). anchored: what the networks
    lose in the round trip is added back, so that an unedited photo shows as itself. headroom: exposure headroom in EV
    that the estimated RAW shall have (None: as the network assumes).
    """

    edits: RawEdits = field(default_factory=RawEdits)
    shot: ShotSettings = field(default_factory=ShotSettings)
    source_shot: ShotSettings = field(default_factory=ShotSettings)
    camera: CameraProfile | None = None
    source_camera: CameraProfile | None = None
    anchored: bool = True
    headroom: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "edits", self.edits.effective)

    @property
    def scene(self) -> Recipe:
        """The same without what acts on the rendered picture."""
        return replace(self, edits=self.edits.scene)

    @property
    def unedited(self) -> Recipe:
        """The same photo as it was shot, read in the same way."""
        return replace(self, edits=RawEdits(dequantize=self.edits.dequantize), shot=self.source_shot, camera=None)

    @property
    def is_unedited(self) -> bool:
        """True when the render is that of the photo as shot."""
        return self.edits.is_identity and self.camera is None and self.shot == self.source_shot


@dataclass(frozen=True, eq=False)
class Frame:
    """A picture of a region: rgb8 (h, w, 3) uint8 as stored. exact: what an export would show there."""

    rgb8: NDArray[np.uint8]
    region: Region
    exact: bool
    seconds: float
    note: str = ""
