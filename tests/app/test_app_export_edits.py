"""What the engine writes is what was seen: every edit in a PNG, and in a DNG its data, crop, turn and tags."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import tifffile
import torch
from fakes import make_photo
from PIL import Image

from app.edits.edit import Edit
from app.live.engine import Engine, notes_of
from app.live.jobs import ExportRequest
from paramisp_core.camera.photo import Photo
from paramisp_core.camera.shot import ShotSettings
from paramisp_core.editing.edits import RawEdits
from paramisp_core.editing.geometry import Geometry
from paramisp_core.engine.isp import ForwardISP, InverseISP
from paramisp_core.files.export_settings import ExportSettings
from paramisp_core.files.opening import open_photo
from paramisp_core.networks.checkpoints import ModelCard
from paramisp_core.networks.compact import CompactConfig, CompactNetwork

EVERYTHING = RawEdits(exposure_ev=0.3, kelvin=4300.0, tint=4.0, highlights=-0.8, shadows=1.0, black_point=0.2,
                      saturation=20.0, vibrance=10.0, curve=((0.0, 0.02), (0.5, 0.6), (1.0, 1.0)), orientation=6,
                      crop=(0.1, 0.2, 0.8, 0.9))


@pytest.fixture
def engine() -> Engine:
    """The real engine with small networks."""
    torch.manual_seed(5)
    made = Engine()
    config = CompactConfig(channels=8, blocks=1)
    inverse, forward = (CompactNetwork(d, config).eval().requires_grad_(False) for d in ("inverse", "forward"))
    there = InverseISP(inverse, ModelCard("i", "inverse", "compact"), torch.device("cpu"))
    back = ForwardISP(forward, ModelCard("f", "forward", "compact"), torch.device("cpu"))
    made._models = SimpleNamespace(inverse=lambda _=None: there, forward=lambda _=None: back)
    return made


def export(engine: Engine, photo: Photo, raw: RawEdits, path: Path, format: str, **settings) -> None:
    edit = Edit.of(photo).changed(raw=raw)
    request = ExportRequest(1, 1, edit, path, ExportSettings(format, **settings))
    engine.export(engine.develop(photo), photo, request, lambda _: None)(progress=lambda _: None)


LENS = {"Make": "Canon", "Model": "Canon EOS 5D Mark III", "LensModel": "EF24-70mm f/2.8L USM"}
CORRECTED = EVERYTHING.changed(distortion=100.0, vignetting=80.0)


def lens_photo(height: int, width: int, orientation: int = 1) -> Photo:
    """A photo through a wide angle that is known."""
    return make_photo(height, width, orientation).with_changes(
        exif=LENS, shot=ShotSettings(iso=100, focal_length=24.0, f_number=2.8))


@pytest.mark.parametrize("raw", [EVERYTHING, EVERYTHING.changed(straighten=6.0), CORRECTED,
                                 CORRECTED.changed(straighten=-4.0)])
def test_an_exported_picture_is_what_the_window_shows(engine, tmp_path, raw):
    photo = lens_photo(96, 144, orientation=8)
    export(engine, photo, raw, tmp_path / "x.png", "png")
    with Image.open(tmp_path / "x.png") as file:
        exported = np.asarray(file.convert("RGB")).astype(int)
    geometry = Geometry.of_photo(photo, raw)
    assert bool(geometry.warp) == bool(raw.distortion)
    assert exported.shape[:2] == geometry.size
    region = (0, 0, *geometry.size)
    stored = geometry.stored_region(region)
    frame = engine.draw(engine.develop(photo), Edit.of(photo).changed(raw=raw), "render", stored,
                        geometry.stored_size(region, geometry.size), True, lambda _: None)
    shown = geometry.picture(frame.rgb8, region, geometry.size)
    assert np.abs(exported - shown).max() <= 2
    assert np.abs(exported - shown).mean() < 0.6


def test_a_dng_holds_crop_and_turn_as_tags_and_the_whole_data(engine, tmp_path):
    photo = make_photo(96, 144)
    export(engine, photo, EVERYTHING, tmp_path / "x.dng", "dng")
    top, left, height, width = Geometry.of(EVERYTHING, photo.size).stored_region(
        (0, 0, *Geometry.of(EVERYTHING, photo.size).size))
    with tifffile.TiffFile(tmp_path / "x.dng") as tiff:
        main = tiff.pages[0].tags
        assert main[274].value == 6
        assert b"ToneCurvePV2012" in bytes(main[700].value)
        raw = next(page for page in tiff.pages[0].pages if page.photometric == 32803)
        assert raw.shape[:2] == (96, 144)
        origin, size = raw.tags[50719].value[::2], raw.tags[50720].value[::2]
    assert origin == pytest.approx((left, top), abs=8)
    assert origin[0] % 2 == origin[1] % 2 == 0
    assert size == pytest.approx((width, height), abs=8)


def test_a_dng_tells_the_lens_s_distortion_as_an_opcode_and_shows_it_in_its_preview(engine, tmp_path):
    photo = lens_photo(192, 288)
    lines = np.full_like(photo.rgb, 0.2)
    lines[14:17] = 0.9  # a line near the upper edge
    photo = photo.with_changes(rgb=lines)
    for name, raw in (("bent", RawEdits()), ("straight", RawEdits(distortion=100.0))):
        export(engine, photo, raw, tmp_path / f"{name}.dng", "dng")
    previews = {}
    for name in ("bent", "straight"):
        with tifffile.TiffFile(tmp_path / f"{name}.dng") as tiff:
            pages = tiff.pages[0].pages
            data = next(page for page in pages if page.photometric == 32803)
            assert (51022 in data.tags) == (name == "straight")
            previews[name] = next(page for page in pages if page.photometric != 32803).asarray(), data.asarray()
    assert np.array_equal(previews["bent"][1], previews["straight"][1])  # the data keeps the distortion
    middle, left = ({name: picture[:60, x - 3 : x + 3].mean((1, 2)) for name, (picture, _) in previews.items()}
                    for x in (136, 12))

    def place(profile: np.ndarray) -> float:
        light = np.clip(profile - 100, 0, None)
        return float((light * np.arange(60)).sum() / light.sum())

    bend = {name: place(left[name]) - place(middle[name]) for name in previews}
    assert abs(bend["bent"]) < 0.2
    assert bend["straight"] < -1.2  # lines that were level in the photo were bent in the world


def test_the_notes_of_a_picture_name_the_lens_that_was_corrected():
    photo = lens_photo(96, 144)
    note = notes_of(photo, Edit.of(photo).changed(raw=RawEdits(distortion=100.0, vignetting=50.0)))[-1]
    assert note == "lens Canon EF 24-70mm f/2.8L USM: distortion corrected 100 %, vignetting corrected 50 %"
    unknown = make_photo(96, 144)
    assert not any("lens" in n for n in notes_of(unknown, Edit.of(unknown).changed(raw=RawEdits(distortion=100.0))))


EXIF = {"Make": "Test", "Artist": "A. Photographer", "GPSLatitudeRef": "N", "GPSLatitude": ((48, 1), (8, 1), (0, 1))}


@pytest.mark.parametrize(("format", "suffix"), [("jpeg", ".jpg"), ("png", ".png"), ("tiff", ".tif"), ("dng", ".dng")])
def test_the_place_and_all_metadata_can_be_left_out(engine, tmp_path, format, suffix):
    photo = make_photo(96, 144, path=tmp_path / "Secret name.jpg").with_changes(exif=EXIF)
    for name, settings in (("all", {}), ("no place", {"gps": False}), ("none", {"metadata": False})):
        export(engine, photo, RawEdits(exposure_ev=0.2), tmp_path / f"{name}{suffix}", format, **settings)
    read = {name: open_photo(tmp_path / f"{name}{suffix}") for name in ("all", "no place", "none")}
    assert read["all"].exif["GPSLatitude"] == EXIF["GPSLatitude"]
    assert read["all"].exif["Artist"] == read["no place"].exif["Artist"] == "A. Photographer"
    assert read["no place"].shot.iso == 400
    assert not any(key.startswith("GPS") for key in {**read["no place"].exif, **read["none"].exif})
    assert "Artist" not in read["none"].exif
    assert read["none"].shot.iso is None
    content = (tmp_path / f"none{suffix}").read_bytes()
    assert b"A. Photographer" not in content
    assert b"Secret name" not in content
    assert b"RAW estimated" in content, "what it is stays said"


def test_a_dng_as_reconstructed_and_its_preview_know_no_edits(engine, tmp_path):
    photo = make_photo(96, 144)
    edits = RawEdits(exposure_ev=-2.0, orientation=6, crop=(0.1, 0.1, 0.6, 0.6))
    export(engine, photo, edits, tmp_path / "plain.dng", "dng", edited_raw=False, dng_bits=14)
    export(engine, photo, edits, tmp_path / "edited.dng", "dng", dng_compressed=False)
    found = {}
    for name in ("plain", "edited"):
        with tifffile.TiffFile(tmp_path / f"{name}.dng") as tiff:
            pages = tiff.pages[0].pages
            data = next(page for page in pages if page.photometric == 32803)
            found[name] = (tiff.pages[0].tags[274].value, data.tags[50717].value, data.compression.value,
                           next(page for page in pages if page.photometric != 32803).asarray().mean())
    assert found["plain"][:3] == (1, 16383, 7)
    assert found["edited"][:3] == (6, 65535, 1)
    assert found["plain"][3] > 1.5 * found["edited"][3]


def test_an_exr_holds_the_picture_or_the_raws_light(engine, tmp_path):
    library = pytest.importorskip("OpenEXR")
    photo = make_photo(96, 144)
    edits = RawEdits(exposure_ev=3.0, orientation=6, straighten=2.0)
    for name, scene in (("picture", False), ("scene", True)):
        export(engine, photo, edits, tmp_path / f"{name}.exr", "exr", exr_scene=scene, exr_bits=32,
               profile="display-p3", resize="long_edge", long_edge=72)
    pixels = {}
    for name in ("picture", "scene"):
        with library.File(str(tmp_path / f"{name}.exr")) as file:
            pixels[name] = file.channels()["RGB"].pixels
            assert "RAW estimated" in file.header()["comments"]
    assert pixels["picture"].shape == pixels["scene"].shape
    assert max(pixels["picture"].shape) == 72
    assert pixels["picture"].max() <= 1.001
    assert pixels["scene"].max() > 2


def test_a_batch_writes_what_the_window_would(engine, tmp_path, qapp):
    from app.live.jobs import FileExportRequest, Inbox
    from app.live.worker import Worker
    from paramisp_core.files.export import export_image
    from paramisp_core.files.sidecar import Sidecar

    source = tmp_path / "a.png"
    export_image(make_photo(96, 144).rgb, source)
    photo = open_photo(source)
    edit = Edit.of(photo).changed(raw=EVERYTHING.changed(straighten=3.0)).with_setting("iso", 3200.0)
    Sidecar(source).write(edit.saved(photo))
    worker, said = Worker(engine, Inbox()), []
    worker._loaded.set()
    worker.export_done.connect(lambda job, sentence: said.append(sentence))
    settings = ExportSettings("png", resize="long_edge", long_edge=60)
    (tmp_path / "out").mkdir()
    worker._export(FileExportRequest(1, source, tmp_path / "out", settings))
    worker.close()
    qapp.processEvents()
    assert said == [""]
    request = ExportRequest(2, 1, edit, tmp_path / "one.png", settings)
    engine.export(engine.develop(photo), photo, request, lambda _: None)(progress=lambda _: None)
    with Image.open(tmp_path / "out" / "a.png") as batch, Image.open(tmp_path / "one.png") as window:
        assert np.array_equal(np.asarray(batch), np.asarray(window))
        assert max(batch.size) == 60
