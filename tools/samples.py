"""Makes the samples of ``docs/samples``: ``python -m tools.samples [--out DIR]``.

One file of each format, all from one made-up afternoon of the Gulou district (``benchmarks.day``), always the same; the
pages of the PDF and the map page as pictures too where the machine has ``pdftoppm`` and a Chromium."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.day import NOW, busy_day, city_of
from desktop.export.record import Header, Record, encode_record, encode_state, freeze
from domain.city import pack_city

ROOT = Path(__file__).parent.parent
#: A quiet afternoon: the files stay small.
INCIDENTS = 96
#: Chromium by any of its names.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def record() -> Record:
    """The afternoon."""
    city = city_of("gulou")
    header = Header("gulou", NOW, NOW, True, NOW, "值班调度", True, "grid-command")
    return Record(header, pack_city(city), encode_state(freeze(busy_day(city, "gulou", INCIDENTS), NOW)))


def export(situation: Path, *arguments: str) -> None:
    """``main.py export`` as a person runs it. Raises CalledProcessError."""
    command = [sys.executable, "main.py", "export", "--situation", str(situation), "--log", "ERROR", *arguments]
    subprocess.run(command, cwd=ROOT, check=True)


def pictures(folder: Path) -> None:
    """How the PDF and the map page look, for those who only read along."""
    if shutil.which("pdftoppm"):
        with tempfile.TemporaryDirectory() as pages:
            subprocess.run(["pdftoppm", "-r", "60", "-png", str(folder / "gulou.pdf"), f"{pages}/page"], check=True)
            _beside(sorted(Path(pages).glob("*.png")), folder / "gulou-pdf.png")
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser:
        with tempfile.TemporaryDirectory() as profile:
            shot = folder / "gulou-html.png"
            command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"]
            command += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
            command += ["--disable-quic", "--proxy-server=http://127.0.0.1:9"]  # nobody is there
            command += ["--window-size=1440,900", "--virtual-time-budget=3000", f"--user-data-dir={profile}"]
            command += [f"--screenshot={shot}", (folder / "gulou.html").resolve().as_uri()]
            subprocess.run(command, check=True, capture_output=True, timeout=60)
            _small(shot)


def _beside(pages: list[Path], out: Path) -> None:
    """Pages as one picture, two in a row."""
    from PIL import Image

    images = [Image.open(page).convert("RGB") for page in pages]
    width, height = images[0].size
    sheet = Image.new("RGB", (2 * width + 12, (height + 12) * ((len(images) + 1) // 2) - 12), "#8a94a0")
    for number, image in enumerate(images):
        sheet.paste(image, ((number % 2) * (width + 12), (number // 2) * (height + 12)))
    sheet.save(out)
    _small(out)


def _small(picture: Path) -> None:
    """Few colours are enough to read it."""
    from PIL import Image

    with Image.open(picture) as image:
        image.convert("RGB").quantize(256, method=Image.Quantize.FASTOCTREE).save(picture, optimize=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.samples", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "samples")
    given = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    given.out.mkdir(parents=True, exist_ok=True)
    situation = given.out / "gulou.gcs"
    situation.write_bytes(encode_record(record()))
    for ending in ("pdf", "html", "xlsx", "geojson"):
        export(situation, "--out", str(given.out / f"gulou.{ending}"), "--without", "people")
    export(situation, "--out", str(given.out / "gulou.png"), "--size", "1280x720")
    export(situation, "--out", str(given.out / "gulou-en.png"), "--size", "1280x720", "--lang", "en", "--theme", "dark")
    figure = ("--figure", "risk", "--without", "people", "--size", "1280x720")
    export(situation, "--out", str(given.out / "gulou-risk.png"), *figure)
    pictures(given.out)
    for file in sorted(given.out.iterdir()):
        print(f"{file.stat().st_size:>9,}  {file.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
