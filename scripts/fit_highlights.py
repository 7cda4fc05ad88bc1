#!/usr/bin/env python3
"""Fits how bright clipped places are (applications/brightness_prior.py) to HDR panoramas, and says what it is worth.

    .venv/bin/python scripts/fit_highlights.py ../shared/data/hdri --views 14

Virtual cameras photograph views of the panoramas; of each clipped place one sees how far above its clipped value the
light really was. The coefficients are ridge regression over the places, weighted by their area (at most 2000 pixels).
What they are worth is measured on each panorama with coefficients fitted to the others: PU21-PSNR in dB over the whole
picture and inside the clipped part. --cache FILE.npz keeps the photographed views.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from measure_applications import HDR_SIZE, WHITE_NITS, panoramas, photo_of, pu21, scene_gain  # noqa: E402

from paramisp_core import load_isp  # noqa: E402
from paramisp_core.applications import brightness_prior as prior  # noqa: E402
from paramisp_core.applications.hdr import light_of_photo  # noqa: E402
from paramisp_core.applications.highlights import picture_clipped, rebuild_highlights  # noqa: E402
from paramisp_core.raw.transfer import srgb_decode  # noqa: E402
from paramisp_core.training.virtual_camera import random_style, take_photo  # noqa: E402

_RIDGE = 3e-3
_MOST_AREA = 2000.0
_DARK = 1e-4


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, print, return 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--views", type=int, default=14, help="of each panorama (default 14)")
    parser.add_argument("--cache", type=Path)
    args = parser.parse_args(argv)
    if not (args.cache and args.cache.is_file()) and not any(args.folder.glob("*.hdr")):
        parser.error(f"{args.folder} has no .hdr panoramas")
    if args.cache and args.cache.is_file():
        views = list(np.load(args.cache, allow_pickle=False)["views"])
    else:
        views = photographed(args.folder, args.views)
        if args.cache:
            np.savez(args.cache, views=np.stack(views))
    names = [str(view["name"]) for view in views]
    seen = [Seen.of(view) for view in views]
    print(f"{len(views)} views of {len(set(names))} panoramas, {sum(len(one.errors) for one in seen)} clipped places")
    rows = []
    for name in sorted(set(names)):
        prior.COEFFICIENTS = fitted([one for one, own in zip(seen, names) if own != name])
        rows += [(name, *one.scores()) for one, own in zip(seen, names) if own == name and one.clipped.any()]
    tell(rows)
    prior.COEFFICIENTS = fitted(seen)
    print("coefficients of all:", ", ".join(f"{value:.4g}" for value in prior.COEFFICIENTS))
    return 0


def photographed(folder: Path, count: int) -> list[NDArray[Any]]:
    """Return views: scene in units of the photo's white, its light by the inverse camera, the picture."""
    inverse = load_isp("inverse")
    kind = np.dtype([("name", "U40"), ("truth", np.float32, (HDR_SIZE, HDR_SIZE, 3)),
                     ("light", np.float32, (HDR_SIZE, HDR_SIZE, 3)), ("rgb8", np.uint8, (HDR_SIZE, HDR_SIZE, 3))])
    out = []
    for number, source in enumerate(panoramas(folder)):
        for view in range(count):
            rng = np.random.default_rng([77, number, view])
            scene = source.crop(rng, HDR_SIZE, np.zeros(256, np.float32))
            photo = photo_of(take_photo(scene, random_style(rng), rng))
            light = light_of_photo(photo, inverse, rebuild=False).light
            usable = (photo.rgb.max(2) < 0.97) & (photo.rgb.min(2) > 0.03)
            truth = scene / scene_gain(scene, srgb_decode(photo.rgb), usable)
            light = light * scene_gain(truth, light, usable)
            one = np.zeros((), kind)
            one["name"], one["truth"], one["light"] = source.name, truth, light
            one["rgb8"] = np.rint(photo.rgb * 255)
            out.append(one)
            print(f"  {source.name} {view}", file=sys.stderr, flush=True)
    return out


class Seen:
    """One view: its clipped places with what is seen of them and how bright they were."""

    def __init__(self, view: Any, features: NDArray[np.float64], errors: NDArray[np.float64],
                 weights: NDArray[np.float64], clipped: NDArray[np.bool_]) -> None:
        self.view, self.features, self.errors, self.weights, self.clipped = view, features, errors, weights, clipped

    @classmethod
    def of(cls, view: Any) -> Seen:
        """Look at a view."""
        light, truth = view["light"], view["truth"]
        clipped = picture_clipped(view["rgb8"].astype(np.float32) / 255)
        logs = np.log2(np.maximum(light, _DARK))
        places = prior.places_of(logs, np.asarray(clipped.all(2)))
        above = np.log2(np.maximum(truth.max(2), _DARK)) - logs.max(2)
        count = len(places.areas)
        total = np.bincount(places.labels.reshape(-1), weights=above.reshape(-1), minlength=count)
        good = places.areas >= prior.LEAST
        good[0] = False
        return cls(view, places.features[good], (total / np.maximum(places.areas, 1))[good],
                   np.minimum(places.areas[good], _MOST_AREA), clipped)

    def scores(self) -> list[float]:
        """Return PU21-PSNR of the light as it is and rebuilt, whole and inside the clipped part, and what clipped."""
        light, truth = self.view["light"], pu21(self.view["truth"] * WHITE_NITS)
        inside = np.asarray(self.clipped.any(2))
        out = []
        for picture in (light, rebuild_highlights(light, self.clipped)):
            error = np.square(pu21(picture * WHITE_NITS) - truth)
            out += [float(10 * np.log10(256**2 / error.mean())), float(10 * np.log10(256**2 / error[inside].mean()))]
        return [*out, float(inside.mean())]


def fitted(seen: Sequence[Seen]) -> NDArray[np.float64]:
    """Return the coefficients that explain the places of some views."""
    x = np.concatenate([one.features for one in seen])
    y, w = (np.concatenate([getattr(one, name) for one in seen]) for name in ("errors", "weights"))
    spread = np.r_[0, x[:, 1:].std(0)]
    weighted = x * w[:, None]
    return np.linalg.solve(x.T @ weighted + _RIDGE * w.sum() * np.diag(spread**2), weighted.T @ y)


def tell(rows: list[tuple[Any, ...]]) -> None:
    """Print means: clipped left as it is, and rebuilt by what the other panoramas taught."""
    for label, least in (("all with clipped places", 0.0), ("more than 0.5 % clipped", 0.005)):
        some = [row for row in rows if row[5] > least]
        values = np.array([row[1:5] for row in some])
        means = values.mean(0)
        print(f"{label} ({len(some)} views): whole {means[0]:.2f} to {means[2]:.2f} dB, inside {means[1]:.2f} to "
              f"{means[3]:.2f} dB; better in {int((values[:, 2] > values[:, 0]).sum())} and "
              f"{int((values[:, 3] > values[:, 1]).sum())}")
        for name in sorted({row[0] for row in some}):
            own = np.array([row[1:5] for row in some if row[0] == name])
            gain = own[:, 2:] - own[:, :2]
            print(f"  {name:12} {len(own):3} views  whole {gain[:, 0].mean():+.2f}  inside {gain[:, 1].mean():+.2f}")


if __name__ == "__main__":
    raise SystemExit(main())
