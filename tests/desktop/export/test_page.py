"""The map page: nothing in it reaches out, and in a real browser without a network it shows the room."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from PIL import Image, ImageColor

from desktop.export.order import ExportOrder
from desktop.export.plain import plain
from desktop.export.record import Record
from desktop.export.studio import Studio
from domain.look import THEMES
from tests.desktop.export.browser import NEEDS_BROWSER, show
from tests.desktop.export.town_record import HOSTILE, record_of_hostile_town


def page_of(studio: Studio, record: Record, order: ExportOrder, **changes: object) -> str:
    wanted = msgspec.structs.replace(order, out="x.html", **changes)
    return studio.make(record, wanted, lambda *_: None).content.decode()


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
    file = tmp_path / "页面.html"
    file.write_text(page_of(studio, record_of_hostile_town(), order), encoding="utf-8")
    shown = show(file, tmp_path)
    assert shown.said == []
    assert shown.asked == []
    dom = shown.dom
    assert f'data-ready="{len(HOSTILE)}"' in dom
    assert "<title>&lt;b&gt;小城&lt;/b&gt;" in dom
    listed = {html.unescape(text) for text in re.findall(r'<span class="t">(.*?)</span>', dom)}
    assert listed == {plain(text.encode("utf-8", "replace").decode(), 120) for text in HOSTILE}
    assert "onerror" not in {name for _, attributes in Elements(dom).found for name in attributes}
    assert dom.count("leaflet-zoom-animated") > 0
    assert 'class="leaflet-tooltip gc-name' in dom


@NEEDS_BROWSER
@pytest.mark.timeout(120)
def test_the_map_is_really_drawn(studio: Studio, record: Record, order: ExportOrder, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(page_of(studio, record, order, theme="light"), encoding="utf-8")
    with Image.open(show(file, tmp_path).picture) as picture:
        drawn = picture.convert("RGB")
    assert drawn.width == 1400
    colours = {colour: count for count, colour in drawn.getcolors(1 << 24) or ()}
    tokens = THEMES["light"]
    for what in (tokens.water, tokens.severity[0], tokens.severity[1]):
        assert colours.get(ImageColor.getrgb(what), 0) > 40, what
    assert max(colours.values()) < 0.9 * drawn.width * drawn.height, "an empty page"


@NEEDS_BROWSER
@pytest.mark.timeout(120)
def test_what_reaches_out_would_be_seen(tmp_path: Path) -> None:
    file = tmp_path / "other.html"
    file.write_text('<img src="http://outside.invalid/a.png"><script>console.error("x")</script>', encoding="utf-8")
    shown = show(file, tmp_path)
    assert [line.split()[1] for line in shown.asked] == ["http://outside.invalid/a.png"]
    assert any('"x"' in line for line in shown.said)
