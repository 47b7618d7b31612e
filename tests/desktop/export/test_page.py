"""The map page: nothing in it reaches out, and in a real browser without a network it shows the room."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from desktop.export.order import ExportOrder
from desktop.export.plain import plain
from desktop.export.record import Record
from desktop.export.studio import Studio
from tests.desktop.export.town_record import HOSTILE, record_of_hostile_town

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER = next((found for name in BROWSERS if (found := shutil.which(name))), None)
NEEDS_BROWSER = pytest.mark.skipif(
    BROWSER is None, reason="no Chromium here: apt-get install chromium-headless-shell (or chromium) to run it"
)


def page_of(studio: Studio, record: Record, order: ExportOrder, **changes: object) -> str:
    wanted = msgspec.structs.replace(order, out="x.html", **changes)
    return studio.make(record, wanted, lambda *_: None).decode()


class Elements(HTMLParser):
    """Every element with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("hostile", [False, True])
def test_every_asset_is_inside(studio: Studio, record: Record, order: ExportOrder, hostile: bool) -> None:
    text = page_of(studio, record_of_hostile_town() if hostile else record, order)
    elements = Elements(text).found
    for tag, attributes in elements:
        assert tag not in {"link", "iframe", "object", "embed", "base", "form", "a"}, tag
        assert not {"src", "href", "srcset", "action"} & set(attributes), (tag, attributes)
        assert not any(name.startswith("on") for name in attributes), (tag, attributes)
    assert [tag for tag, _ in elements].count("script") == 4
    styles = "".join(re.findall(r"<style>(.*?)</style>", text, re.DOTALL))
    assert set(re.findall(r"url\(([a-z]+:)", styles)) == {"data:"}
    assert len(re.findall(r"url\(", styles)) == len(re.findall(r"url\(data:", styles))
    assert "@import" not in styles
    assert "sourceMappingURL" not in text
    policy = next(a["content"] for t, a in elements if t == "meta" and a.get("http-equiv") == "Content-Security-Policy")
    assert (policy or "").startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in (policy or "")
    assert "'unsafe-inline'" not in (policy or "").split("style-src")[0]


def test_equal_rooms_make_equal_pages(studio: Studio, record: Record, order: ExportOrder) -> None:
    assert page_of(studio, record, order) == page_of(studio, record, order)


def test_letters_travel_with_it(studio: Studio, record: Record, order: ExportOrder) -> None:
    text = page_of(studio, record, order, title="鼓㑩")
    reach = re.findall(r"unicode-range:([^}]+)\}", text)
    assert len(reach) == 2, "the usual face, and the whole one for a rare letter"
    assert f"U+{ord('鼓'):X}" in reach[0]
    assert f"U+{ord('㑩'):X}" in reach[1]
    assert len(text) < 800_000


@NEEDS_BROWSER
@pytest.mark.timeout(120)
def test_a_browser_without_a_network_shows_it(studio: Studio, order: ExportOrder, tmp_path: Path) -> None:
    file, log = tmp_path / "页面.html", tmp_path / "net.json"
    file.write_text(page_of(studio, record_of_hostile_town(), order), encoding="utf-8")
    done = subprocess.run(
        [
            str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1400,900", "--dump-dom",
            "--virtual-time-budget=3000", "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr",
            f"--user-data-dir={tmp_path / 'profile'}", f"--log-net-log={log}", file.as_uri(),
        ],
        capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert "CONSOLE" not in done.stderr, [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    dom = done.stdout
    assert f'data-ready="{len(HOSTILE)}"' in dom
    assert "<title>&lt;b&gt;小城&lt;/b&gt;" in dom
    shown = {html.unescape(text) for text in re.findall(r'<span class="t">(.*?)</span>', dom)}
    assert shown == {plain(text.encode("utf-8", "replace").decode(), 120) for text in HOSTILE}
    assert "onerror" not in {name for _, attributes in Elements(dom).found for name in attributes}
    assert dom.count("leaflet-zoom-animated") > 0
    assert 'class="leaflet-tooltip gc-name' in dom
    asked = json.loads(log.read_text(encoding="utf-8"))
    urls = {event.get("params", {}).get("url", "") for event in asked["events"]}
    assert {url for url in urls if url.startswith(("http", "ws"))} == set()
