"""What a DNG cannot hold in its data is left to the next raw program, as Camera Raw's own XMP settings."""

from __future__ import annotations

from collections.abc import Sequence

from paramisp_core.editing.edits import RawEdits


def camera_raw_settings(edits: RawEdits) -> dict[str, str | Sequence[str]]:
    """Return XMP properties (namespace crs) for the edits that act on the rendered picture; {} without any.

    Camera Raw and Lightroom follow them, programs that know no crs leave them alone. Everything else is in the
    DNG's data.
    """
    edits = edits.effective
    settings: dict[str, str | Sequence[str]] = {}
    if edits.curve:
        settings["ToneCurveName2012"] = "Custom"
        settings["ToneCurvePV2012"] = [f"{round(x * 255)}, {round(y * 255)}" for x, y in edits.curve]
    if settings:
        settings = {"Version": "15.0", "ProcessVersion": "11.0", **settings, "HasSettings": "True"}
    return settings
