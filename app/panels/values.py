"""How each slider's value is laid out in stops, written the photographers' way, and read back when typed."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from app import numbers
from app.translations import mark, tr
from paramisp_core.camera.shot import HEADROOM as SHOT_HEADROOM
from paramisp_core.camera.shot import PLAUSIBLE
from paramisp_core.editing.edits import LIMITS
from paramisp_core.errors import UserError


def _numbers(text: str) -> tuple[float, ...]:
    return tuple(float(word) for word in text.split())


_ISO_SPEEDS = _numbers(
    "25 32 40 50 64 80 100 125 160 200 250 320 400 500 640 800 1000 1250 1600 2000 2500 3200 4000 5000 6400 "
    "8000 10000 12800 16000 20000 25600 32000 40000 51200 64000 80000 102400 128000 160000 204800 256000 "
    "320000 409600"
)
# The marked speeds of cameras: 1/n below 0.3 s, plain seconds above.
_TIME_FRACTIONS = _numbers(
    "32000 25000 20000 16000 12500 10000 8000 6400 5000 4000 3200 2500 2000 1600 1250 1000 800 640 500 400 "
    "320 250 200 160 125 100 80 60 50 40 30 25 20 15 13 10 8 6 5 4"
)
_TIME_SECONDS = _numbers("0.3 0.4 0.5 0.6 0.8 1 1.3 1.6 2 2.5 3.2 4 5 6 8 10 13 15 20 25 30 40 50 60")
_F_NUMBERS = _numbers(
    "0.95 1 1.1 1.2 1.4 1.6 1.8 2 2.2 2.5 2.8 3.2 3.5 4 4.5 5 5.6 6.3 7.1 8 9 10 11 13 14 16 18 20 22 25 29 "
    "32 36 40 45 51 57 64"
)
_UNKNOWN_WORDS = frozenset({"", "unknown", "auto", "?", "-", "–", "none"})


_LENSES = _numbers("14 16 18 20 24 28 35 40 50 55 70 85 100 105 135 180 200 300 400 500 600 800 1000 1200")


def _focal_lengths() -> tuple[float, ...]:
    """1 to 2000 mm in about 24ths of a doubling, in numbers one would write, all common lenses among them."""
    count = round(24 * math.log2(2000))
    grid = {_round_focal(2000 ** (i / count)) for i in range(count + 1)}
    apart = {value for value in grid if all(abs(value / lens - 1) > 0.012 for lens in _LENSES)}
    return tuple(sorted(apart | set(_LENSES)))


def _round_focal(millimeters: float) -> float:
    if millimeters < 10:
        return round(millimeters, 1)
    return float(round(millimeters)) if millimeters < 200 else float(f"{millimeters:.2g}")


def _temperatures() -> tuple[float, ...]:
    """2000 to 20000 K in even steps of mired (reciprocal temperature), which look alike everywhere."""
    mireds = [500 - i * 2.5 for i in range(181)]
    return tuple(sorted({float(round(1e6 / m, -1 if m > 200 else -2)) for m in mireds}))


@dataclass(frozen=True)
class Scale:
    """One adjustable value: its stops in rising order and how it is written.

    name: the field it sets. label, unit: as shown. stops: what the slider snaps to. page: stops in a large
    step (Shift or Page keys). low, high: what may be typed. example: a valid input, for messages; a window shows
    ``hint``. write: how files have a value; a window shows what ``format`` returns. logarithmic: values between two
    stops lie at the logarithm's place. even: the stops are equally far apart on the slider; else they too lie at
    their logarithm. default: the reset value where the photo has none. marks: the whole stops of a dial and what it
    writes there.
    """

    name: str
    label: str  # in English, as files name it; windows show ``title``
    unit: str
    stops: tuple[float, ...]
    page: int
    low: float
    high: float
    example: str
    write: Callable[[float], str]
    explain: str
    logarithmic: bool = True
    even: bool = True
    default: float | None = None
    marks: tuple[tuple[float, str], ...] = ()

    @property
    def title(self) -> str:
        """The label in the user's language."""
        return tr(self.label)

    def format(self, value: float) -> str:
        """Return a value as the user's language writes it."""
        return numbers.written(self.write(value))

    @property
    def hint(self) -> str:
        """The example in the user's language."""
        return numbers.written(tr(self.example))

    @property
    def last(self) -> int:
        """Position of the highest stop."""
        return len(self.stops) - 1

    def position(self, value: float) -> float:
        """Return where ``value`` lies between the stops, 0..last; beyond them it is clamped."""
        if value <= self.stops[0]:
            return 0.0
        if value >= self.stops[-1]:
            return float(self.last)
        if not self.even:
            return self.last * math.log(value / self.stops[0]) / math.log(self.stops[-1] / self.stops[0])
        right = bisect_left(self.stops, value)
        low, high = self.stops[right - 1], self.stops[right]
        if self.logarithmic:
            return right - 1 + math.log(value / low) / math.log(high / low)
        return right - 1 + (value - low) / (high - low)

    def stop(self, position: float) -> float:
        """Return the stop nearest to a position."""
        if self.even:
            return self.stops[min(max(round(position), 0), self.last)]
        return min(self.stops, key=lambda stop: abs(self.position(stop) - position))

    def stepped(self, value: float, steps: int) -> float:
        """Return the stop ``steps`` away from a value; a value between stops goes to the next one first."""
        right = bisect_left(self.stops, value)
        if right <= self.last and self.stops[right] == value:
            target = right + steps
        else:
            target = right + steps - (steps > 0)
        return self.stops[min(max(target, 0), self.last)]

    def parse(self, text: str) -> float | None:
        """Return the value that a user typed; None for "unknown" or "auto".

        Raises UserError with the reason and an example.
        """
        word = text.strip().lower()
        if word in _UNKNOWN_WORDS or word == tr("unknown"):
            return None
        value = _number(word)
        if value is None:
            raise UserError(
                tr("“{text}” is not a value for {setting}. Write it like {example}.").format(
                    text=text.strip(), setting=self.title, example=self.hint)
            )
        if not self.low <= value <= self.high:
            raise UserError(tr("{setting} goes from {low} to {high}.").format(
                setting=self.title, low=self.format(self.low), high=self.format(self.high)))
        return value


# Cameras write 2.5 s as 2"5.
_CAMERA_TIME = re.compile(r"""^(\d+)\s*["″”]\s*(\d+)$""")
_NUMBER = re.compile(
    r"""^(?:iso|f\s*/?|ƒ\s*/?)?\s*
        (?P<a>[+\-−]?\d+(?:[.,]\d*)?|[+\-−]?[.,]\d+)\s*(?P<k>k(?=$|\s*iso))?
        (?:\s*/\s*(?P<b>\d+(?:[.,]\d*)?))?\s*
        (?:iso|sec(?:onds?)?|s|"|″|mm|k|kelvin|ev|stops?|%|°|deg)?$""",
    re.VERBOSE,
)


def _number(word: str) -> float | None:
    """Read "1/250", "2.5 s", 2"5, "f/2.8", "50mm", "iso 400", "+1,3 ev", "5200 K"; None when it is no number."""
    match = _NUMBER.match(_CAMERA_TIME.sub(r"\1.\2", word))
    if match is None:
        return None
    value = float(match["a"].replace(",", ".").replace("−", "-"))
    if match["b"] is not None:
        below = float(match["b"].replace(",", "."))
        if below == 0:
            return None
        value /= below
    # "12k" is a speed of 12,000, "5200 K" a temperature: nobody types a light below 1,000 K
    if match["k"] and abs(value) < 1000:
        value *= 1000
    return value if math.isfinite(value) else None


def format_time(seconds: float) -> str:
    """Write an exposure time as cameras do: "1/250", "0.5 s", "2.5 s"."""
    if seconds >= 0.295:
        return f"{seconds:.3g} s"
    denominator = 1 / seconds
    return (
        f"1/{denominator:.0f}"
        if denominator >= 10 or abs(denominator - round(denominator)) < 0.05
        else (f"1/{denominator:.1f}")
    )


def format_iso(iso: float) -> str:
    """Write an ISO speed: "400"."""
    return f"{iso:.0f}"


def format_f(f_number: float) -> str:
    """Write an f-number: "f/2.8", "f/11"."""
    return (
        f"f/{f_number:.2g}"
        if f_number < 10 and abs(f_number * 10 - round(f_number * 10)) < 1e-6
        else (f"f/{f_number:.3g}")
    )


def format_focal(millimeters: float) -> str:
    """Write a focal length: "50 mm", "4.15 mm"."""
    return f"{millimeters:.3g} mm" if millimeters < 1000 else f"{millimeters:.0f} mm"


def format_ev(ev: float) -> str:
    """Write an exposure change: "+0.33 EV"."""
    return f"{0.0 if abs(ev) < 0.005 else ev:+.2f} EV" if abs(ev) >= 0.005 else "0.00 EV"


def format_kelvin(kelvin: float) -> str:
    """Write a temperature: "5200 K"."""
    return f"{kelvin:.0f} K"


def format_tint(tint: float) -> str:
    """Write a tint: "+12"."""
    return f"{tint:+.0f}" if abs(tint) >= 0.5 else "0"


def format_percent(percent: float) -> str:
    """Write a change in percent: "+25 %"."""
    return f"{percent:+.0f} %" if abs(percent) >= 0.5 else "0 %"


def format_share(percent: float) -> str:
    """Write a share: "50 %"."""
    return f"{percent:.0f} %"


def format_angle(degrees: float) -> str:
    """Write an angle: "+1.5°"."""
    return f"{degrees:+.1f}°" if abs(degrees) >= 0.05 else "0.0°"


def format_black(percent: float) -> str:
    """Write a black point, percent of white: "+0.35 %"."""
    return f"{percent:+.2f} %" if abs(percent) >= 0.005 else "0.00 %"


def _mark_time(seconds: float) -> str:
    """Write a whole stop as on a shutter dial: 250 for 1/250, 4″ for 4 s."""
    return f"{seconds:g}″" if seconds >= 1 else f"{1 / seconds:.0f}"


def _marks(stops: tuple[float, ...], write: Callable[[float], str], every: int = 1) -> tuple[tuple[float, str], ...]:
    """Mark these stops, and write a word at the first and at each further ``every``-th."""
    return tuple((stop, "" if i % every else write(stop)) for i, stop in enumerate(stops))


ISO = Scale(
    "iso",
    "ISO",
    "",
    _ISO_SPEEDS,
    3,
    *PLAUSIBLE["iso"],
    "400",
    format_iso,
    "Renders as the camera would have at this ISO: how it smooths noise, sharpens and sets the tone. "
    "The exposure stays. For its noise, raise “Noise of the ISO” below.",
    marks=_marks(_ISO_SPEEDS[::3], format_iso, 2),
)
EXPOSURE_TIME = Scale(
    "exposure_time",
    "Exposure time",
    "s",
    tuple(1 / n for n in _TIME_FRACTIONS) + _TIME_SECONDS,
    3,
    *PLAUSIBLE["exposure_time"],
    mark("1/250 or 2.5 s"),
    format_time,
    "Renders as the camera would have at this exposure time: tone and color of such light, noise and sharpening. "
    "The picture is not exposed longer, and motion blur neither comes nor goes.",
    marks=_marks(tuple(1 / n for n in _TIME_FRACTIONS[::3]) + _TIME_SECONDS[2::3], _mark_time, 3),
)
F_NUMBER = Scale(
    "f_number",
    "Aperture",
    "f/",
    _F_NUMBERS,
    3,
    *PLAUSIBLE["f_number"],
    "f/2.8",
    format_f,
    "Renders as the camera would have at this f-number: tone and color of such light, and sharpening. "
    "The picture gets no darker, and depth of field stays as it was.",
    marks=_marks(_F_NUMBERS[1::3], lambda n: f"{n:.2g}" if n < 10 else f"{n:.0f}"),
)
FOCAL_LENGTH = Scale(
    "focal_length",
    "Focal length",
    "mm",
    _focal_lengths(),
    8,
    *PLAUSIBLE["focal_length"],
    "50 mm",
    format_focal,
    "Focal length of the lens itself, not the 35 mm equivalent. Renders as the camera would have with such a lens: "
    "tone and sharpening. The view and its perspective stay.",
    even=False,
    marks=_marks((1, 2, 4, 8, 14, 28, 50, 100, 200, 400, 800, 2000), lambda f: f"{f:.0f}"),
)
EXPOSURE_EV = Scale(
    "exposure_ev",
    "Exposure",
    "EV",
    tuple(round(-5 + i * 0.05, 2) for i in range(201)),
    10,
    *LIMITS["exposure_ev"],
    "+1.3",
    format_ev,
    "Brightness of the RAW, in stops.",
    logarithmic=False,
    default=0.0,
)
KELVIN = Scale(
    "kelvin",
    "Temperature",
    "K",
    _temperatures(),
    8,
    *LIMITS["kelvin"],
    "5200 K",
    format_kelvin,
    "Temperature of the light that comes out neutral. Higher makes the picture warmer.",
)
TINT = Scale(
    "tint",
    "Tint",
    "",
    tuple(float(i) for i in range(-150, 151)),
    10,
    *LIMITS["tint"],
    "+12",
    format_tint,
    "Green to magenta. Higher makes the picture more magenta.",
    logarithmic=False,
)


def _edit(name: str, label: str, unit: str, step: float, page: int, example: str, write: Callable[[float], str],
          explain: str) -> Scale:
    """Return the scale of an edit that is 0 by default, in even steps over all it can be."""
    low, high = LIMITS[name]
    stops = tuple(round(low + i * step, 4) for i in range(round((high - low) / step) + 1))
    return Scale(name, label, unit, stops, page, low, high, example, write, explain, logarithmic=False, default=0.0)


HIGHLIGHTS = _edit("highlights", "Highlights", "EV", 0.05, 10, "-0.7", format_ev,
                   "Brightness of the bright places only, in stops. Their detail stays.")
SHADOWS = _edit("shadows", "Shadows", "EV", 0.05, 10, "+0.7", format_ev,
                "Brightness of the dark places only, in stops. Their detail stays.")
BLACK_POINT = _edit("black_point", "Black point", "%", 0.05, 10, "+0.5", format_black,
                    "Light taken from the whole RAW, in percent of white. Higher makes black deeper.")
SATURATION = _edit("saturation", "Saturation", "%", 1.0, 10, "+20", format_percent,
                   "How strong all colors are. -100 % is black and white.")
VIBRANCE = _edit("vibrance", "Vibrance", "%", 1.0, 10, "+20", format_percent,
                 "How strong the pale colors are; colors that are strong already hardly change.")


STRAIGHTEN = _edit("straighten", "Straighten", "°", 0.1, 10, "+1.5", format_angle,
                   "Turns the picture clockwise. The crop keeps inside the photo.")


DENOISE = _edit("denoise", "Luminance noise", "%", 1.0, 10, "50", format_share,
                "How much of the camera's noise in brightness goes. Look at it at 100 %.")
DENOISE_COLOR = _edit("denoise_color", "Color noise", "%", 1.0, 10, "50", format_share,
                      "How much of the camera's noise in color goes. Look at it at 100 %.")
SENSOR_NOISE = _edit("sensor_noise", "Noise of the ISO", "%", 1.0, 10, "100", format_share,
                     "Adds the noise that the camera would have recorded at the chosen ISO, beyond that of the shot.\n"
                     "At 100 % as much as was measured of it. At the ISO as shot nothing changes.")


DISTORTION = _edit("distortion", "Distortion", "%", 1.0, 10, "100", format_share,
                   "How much of the lens's distortion goes. 100 % makes straight lines straight. Leave it at 0 %\n"
                   "where the camera did it already, as many do in their JPEGs.")
VIGNETTING = _edit("vignetting", "Vignetting", "%", 1.0, 10, "100", format_share,
                   "How much of the corners' darkness goes. 100 % makes them as bright as the lens's middle. Leave it\n"
                   "at 0 % where the camera did it already, as many do in their JPEGs.")

HEADROOM = Scale(
    "headroom",
    "Headroom",
    "EV",
    tuple(round(SHOT_HEADROOM[0] + i * 0.05, 2) for i in range(1 + round((SHOT_HEADROOM[1] - SHOT_HEADROOM[0]) * 20))),
    10,
    *SHOT_HEADROOM,
    "+0.5",
    format_ev,
    "How far the photo's white lies below the white of its RAW, in stops: how dark the estimated RAW is.\n"
    "No photo shows it; at first it is what the network has learned of such cameras. Double-click: back to that.",
    logarithmic=False,
)


def _curve_part(name: str, label: str, explain: str) -> Scale:
    return Scale(name, label, "", tuple(float(i) for i in range(256)), 10, 0.0, 255.0, "128", format_iso, explain,
                 logarithmic=False)


CURVE_IN = _curve_part("curve_in", "From", "Brightness of the rendered picture at the selected point.")
CURVE_OUT = _curve_part("curve_out", "To", "What that brightness becomes.")

SHOT_SCALES = (ISO, EXPOSURE_TIME, F_NUMBER, FOCAL_LENGTH)
LOCAL_SCALES = (HIGHLIGHTS, SHADOWS, BLACK_POINT, SATURATION, VIBRANCE, DENOISE, DENOISE_COLOR, SENSOR_NOISE)
LENS_SCALES = (DISTORTION, VIGNETTING)
RAW_SCALES = (EXPOSURE_EV, KELVIN, TINT, *LOCAL_SCALES, *LENS_SCALES, STRAIGHTEN)
SCALES = {scale.name: scale for scale in SHOT_SCALES + RAW_SCALES}
