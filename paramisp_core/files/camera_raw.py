"""What a DNG cannot hold in its data is left to the next raw program, as Camera Raw's own XMP settings."""

from __future__ import annotations

from collections.abc import Sequence

from paramisp_core.editing.edits import RawEdits

DNG_HOLDS: dict[str, tuple[str, str]] = {
    "exposure_ev": ("data", "exposure"), "highlights": ("data", "highlights"), "shadows": ("data", "shadows"),
    "black_point": ("data", "black point"), "saturation": ("data", "saturation"), "vibrance": ("data", "vibrance"),
    "denoise": ("data", "noise reduction"), "denoise_color": ("data", "noise reduction"),
    "sensor_noise": ("data", "sensor noise"), "dequantize": ("data", "JPEG artifacts"),
    "kelvin": ("tags", "white balance"), "tint": ("tags", "white balance"), "white_balance": ("tags", "white balance"),
    "raw_cast": ("tags", "white balance"),
    "orientation": ("tags", "turn"), "crop": ("tags", "crop"), "curve": ("settings", "tone curve"),
    "straighten": ("nowhere", "straightening"), "vignetting": ("data", "vignetting"),
    "distortion": ("settings", "lens distortion"),
}
"""Where a DNG holds each of the RAW edits, and its name for people.

data: exactly, in the pixels. tags: as DNG tags, which every raw program follows and can change. settings: as opcode or
setting that Camera Raw and Lightroom follow. nowhere: it is left out. The lens says how the last two work.
"""


def dng_holds(edits: RawEdits) -> dict[str, tuple[str, ...]]:
    """Return the names of the edits made, by where a DNG holds them: a key for each kind of place that is needed."""
    edits, untouched = edits.effective, RawEdits()
    found: dict[str, dict[str, None]] = {}
    for field, (place, name) in DNG_HOLDS.items():
        if getattr(edits, field) != getattr(untouched, field):
            found.setdefault(place, {})[name] = None
    return {place: tuple(names) for place, names in found.items()}


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
