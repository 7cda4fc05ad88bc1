"""Soft proof: what is painted is what the profile's device could show; nothing measured or exported changes."""

from __future__ import annotations

import io

import numpy as np
import pytest
from fakes import FakeEngine, make_photo
from PIL import Image, ImageCms
from profiles import DULL, cmyk_profile, gray_profile
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColorSpace
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from test_app_probe import hover, rest
from test_app_window import LEFT

from app.picture.compare import Against, Layout
from app.picture.overlays import Overlay
from app.picture.proof import Proof
from paramisp_core.errors import UserError
from paramisp_core.files.opening import open_photo
from paramisp_core.raw.transfer import srgb_decode, srgb_encode

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def dull(tmp_path):
    """The file of a profile whose primaries lie far inside sRGB's, as a newspaper's inks."""
    space = QColorSpace(QPointF(0.3127, 0.3290), QPointF(0.50, 0.34), QPointF(0.31, 0.47), QPointF(0.20, 0.17),
                        QColorSpace.TransferFunction.SRgb)
    space.setDescription("Dull inks")
    path = tmp_path / "dull.icc"
    path.write_bytes(bytes(space.iccProfile()))
    return path


@pytest.fixture
def red_and_gray():
    """Left half a red that the dull inks cannot show, right half gray."""
    photo = make_photo(300, 400)
    rgb = np.full((300, 400, 3), 0.5, np.float32)
    rgb[:, :200] = (0.9, 0.1, 0.1)
    return photo.with_changes(rgb=rgb)


def painted(window, x: float) -> tuple[int, ...]:
    viewer = window.viewer
    image = viewer.grab().toImage()
    return image.pixelColor(round(viewer.width() * x), viewer.height() // 2).getRgb()[:3]


def test_colors_that_fit_stay_and_the_others_go_to_what_fits(dull) -> None:
    proof = Proof.read(dull.read_bytes())
    assert proof.name == "Dull inks"
    colors = np.uint8([[[128, 128, 128], [135, 125, 120], [230, 25, 25], [0, 0, 255]]])
    shown = proof.shown(colors, None)[0].astype(int)
    assert np.abs(shown[:2] - colors[0, :2]).max() <= 2
    assert shown[2, 0] < 225
    assert shown[2, 1] > 50
    assert proof.lost(colors)[0].tolist() == [False, False, True, True]
    # an independent oracle: to the profile and back, which is what its device can show
    there = ImageCms.ImageCmsProfile(str(dull))
    srgb = ImageCms.createProfile("sRGB")
    back = ImageCms.profileToProfile(ImageCms.profileToProfile(
        Image.fromarray(colors), srgb, there, ImageCms.Intent.RELATIVE_COLORIMETRIC), there, srgb,
        ImageCms.Intent.RELATIVE_COLORIMETRIC)
    assert np.abs(shown - np.asarray(back)[0].astype(int)).max() <= 3


def test_what_is_no_profile_is_refused() -> None:
    with pytest.raises(UserError, match="no color profile"):
        Proof.read(b"nonsense")


def test_shift_p_asks_once_and_then_looks_through_it_and_back(
        qtbot, make_window, dull, red_and_gray, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a: (asked.append(1), (str(dull), ""))[1])
    window = make_window(FakeEngine(photo=red_and_gray))
    rest(qtbot, window)
    plain, gray = painted(window, 0.4), painted(window, 0.6)
    QTest.keyClick(window, Qt.Key.Key_P, SHIFT)
    rest(qtbot, window)
    qtbot.waitUntil(lambda: painted(window, 0.4) != plain)
    assert painted(window, 0.4)[1] > plain[1] + 30
    assert np.abs(np.subtract(painted(window, 0.6), gray)).max() <= 2
    assert window.showing.bar.proof.isVisible()
    assert "Dull inks" in window.showing.bar.proof.toolTip()
    hover(window.viewer, QPointF(window.viewer.width() * 0.4, window.viewer.height() * 0.5))
    assert "R 230  G  26" in window.probe.readout.full or "R 229" in window.probe.readout.full  # measured, not proofed
    assert window.undo_stack.count() == 0
    QTest.mouseClick(window.showing.bar.proof, LEFT)
    qtbot.waitUntil(lambda: painted(window, 0.4) == plain)
    assert not window.showing.bar.proof.isVisible()
    QTest.keyClick(window, Qt.Key.Key_P, SHIFT)
    qtbot.waitUntil(lambda: painted(window, 0.4) != plain)
    assert len(asked) == 1
    window.close()
    again = make_window(FakeEngine(photo=red_and_gray))
    assert again.showing.proofing.active is None  # one looks through it when one asks for it
    QTest.keyClick(again, Qt.Key.Key_P, SHIFT)
    qtbot.waitUntil(lambda: again.showing.proofing.active is not None)
    assert len(asked) == 1


def test_the_picture_beside_is_not_proofed(qtbot, make_window, dull, red_and_gray) -> None:
    window = make_window(FakeEngine(photo=red_and_gray))
    assert window.showing.proofing.take(dull)
    window.comparison.set_against(Against.RENDER)
    window.comparison.set_layout(Layout.BESIDE)
    rest(qtbot, window)
    qtbot.waitUntil(lambda: painted(window, 0.15) != painted(window, 0.65))
    assert painted(window, 0.15)[1] < 40 < painted(window, 0.65)[1]


def test_shift_u_marks_what_does_not_fit_and_says_how_much(qtbot, make_window, dull, red_and_gray) -> None:
    window = make_window(FakeEngine(photo=red_and_gray))
    QTest.keyClick(window, Qt.Key.Key_U, SHIFT)
    rest(qtbot, window)
    assert window.overlays.current is Overlay.GAMUT
    assert "Choose a profile first" in window.viewer.accessibleDescription()
    window.showing.proofing.take(dull)
    qtbot.waitUntil(lambda: "50.0 % of what is visible" in window.viewer.accessibleDescription())
    red, green, blue = painted(window, 0.4)
    assert red > 200
    assert blue > 120
    assert green < 40


def test_a_bad_file_is_told_in_a_sentence(qtbot, make_window, tmp_path) -> None:
    window = make_window()
    (tmp_path / "x.icc").write_bytes(b"nothing")
    assert not window.showing.proofing.take(tmp_path / "x.icc")
    assert "x.icc" in window.message.text
    assert not window.showing.proofing.take(tmp_path / "missing.icc")
    assert "cannot be read" in window.message.text


def test_the_intent_can_be_chosen_and_is_remembered(qtbot, make_window, dull) -> None:
    window = make_window()
    window.showing.proofing.take(dull)
    window.showing.proofing._intents["perceptual"].trigger()
    assert window.showing.proofing.active.intent == "perceptual"
    rest(qtbot, window)
    window.close()
    assert make_window().showing.proofing._intents["perceptual"].isChecked()


# ---- other inputs than RGB, and profiles of inks and of gray

RED, GRAY = (214, 40, 40), (128, 128, 128)


def test_a_printer_s_inks_dull_what_they_cannot_show_and_leave_the_rest() -> None:
    proof = Proof.read(cmyk_profile())
    assert proof.name == "Four inks"
    colors = np.uint8([[RED, GRAY, (255, 255, 255), (0, 0, 0), (140, 128, 122)]])
    shown = proof.shown(colors, None)[0].astype(int)
    assert np.abs(shown[1:] - colors[0, 1:]).max() <= 3
    # what the made-up printer can do at most for that red: its colors, as far from gray as its inks allow
    light = np.clip(srgb_decode(colors[:, 0] / 255.0) @ np.linalg.inv(DULL).T, 0, 1) @ DULL.T
    assert np.abs(shown[0] - srgb_encode(light)[0] * 255).max() <= 6
    assert proof.lost(colors)[0].tolist() == [True, False, False, False, False]


def test_a_gray_profile_shows_gray() -> None:
    proof = Proof.read(gray_profile(2.2))
    shown = proof.shown(np.uint8([[RED, GRAY, (30, 90, 200)]]), None)[0].astype(int)
    assert (shown.max(1) - shown.min(1)).max() <= 1
    assert np.abs(shown[1] - 128).max() <= 2
    assert proof.lost(np.uint8([[RED, GRAY]]))[0].tolist() == [True, False]


def photo_of(tmp_path, kind: str):
    """Write a JPEG of that kind, left half red where it has color, right half gray, and open it."""
    picture = np.empty((120, 160, 3), np.uint8)
    picture[:, :80], picture[:, 80:] = RED, GRAY
    image, icc = Image.fromarray(picture), None
    if kind.startswith("gray"):
        image = image.convert("L")
        icc = gray_profile() if kind == "gray with profile" else None
    elif kind == "CMYK":
        image = image.convert("CMYK")
    elif kind == "CMYK with profile":
        icc = cmyk_profile()
        image = ImageCms.profileToProfile(image, ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(
            io.BytesIO(icc)), ImageCms.Intent.RELATIVE_COLORIMETRIC, "CMYK")
    path = tmp_path / "a.jpg"
    image.save(path, quality=98, subsampling=0, icc_profile=icc)
    return open_photo(path)


@pytest.mark.parametrize("kind", ["RGB", "gray", "gray with profile", "CMYK", "CMYK with profile"])
@pytest.mark.parametrize("through", ["Four inks", "Dull inks", "Gray"])
def test_any_input_is_seen_through_any_profile(qtbot, make_window, tmp_path, dull, kind, through) -> None:
    photo = photo_of(tmp_path, kind)
    has_color = kind in ("RGB", "CMYK", "CMYK with profile")
    assert not any("profile" in each for each in photo.warnings)
    left, right = (photo.rgb[60, x] * 255 for x in (40, 120))
    if kind == "gray with profile":  # the same numbers are other light
        expected = srgb_encode((128 / 255.0) ** 1.8) * 255
        assert right == pytest.approx(np.full(3, expected), abs=3)
    else:
        assert right == pytest.approx(GRAY, abs=3)
    if kind == "CMYK with profile":  # what the inks could show of the red
        assert left == pytest.approx(Proof.read(cmyk_profile()).shown(np.uint8([[RED]]), None)[0, 0], abs=5)
    elif has_color:
        assert left == pytest.approx(RED, abs=5)
    window = make_window(FakeEngine(photo=photo))
    rest(qtbot, window)
    plain = painted(window, 0.45), painted(window, 0.55)
    profile = {"Four inks": cmyk_profile(), "Dull inks": dull.read_bytes(), "Gray": gray_profile(2.2)}[through]
    (tmp_path / "proof.icc").write_bytes(profile)
    assert window.showing.proofing.take(tmp_path / "proof.icc")
    QTest.keyClick(window, Qt.Key.Key_U, SHIFT)
    words = window.viewer.accessibleDescription
    fits = not has_color or (kind == "CMYK with profile" and through == "Four inks")
    said = f"“{through}” can show every color here." if fits else "50.0 % of what is visible"
    qtbot.waitUntil(lambda: said in words())
    QTest.keyClick(window, Qt.Key.Key_U, SHIFT)  # the marks would lie over it
    rest(qtbot, window)
    seen = painted(window, 0.45), painted(window, 0.55)
    assert np.abs(np.subtract(seen[1], plain[1])).max() <= 3  # gray stays gray
    assert (np.abs(np.subtract(seen[0], plain[0])).max() > 8) is not fits
    if through == "Gray":
        assert max(seen[0]) - min(seen[0]) <= 1
