"""Records of the small town: quiet ones, and ones whose texts are meant badly."""

from __future__ import annotations

import msgspec

from desktop.export.record import Header, Record, encode_state, freeze
from domain.city import pack_city
from domain.incident import Incident
from domain.messages import Clock, Snapshot
from domain.names import Name
from domain.picture import Picture
from tests.maps.town import NOW, matter, matters, picture_of, town

#: What people have tried elsewhere: formulas, tags, templates, paths, controls, letters that turn the reading around.
HOSTILE = (
    '=HYPERLINK("http://evil.example/","click")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd",
    "-2+3",
    "<script>document.title='hacked'</script>",
    "<img src=x onerror=\"document.title='hacked'\">",
    "</script><script>document.title='hacked'</script>",
    "${alert(1)} `alert(2)` {{7*7}} {% raw %}{% endraw %} {% include 'x' %}",
    "../../../etc/passwd",
    "bell\x07 null\x00 line\nbreak \x1b[31mred",
    "abc\u202egnp.exe\u2066\u200f",
    "\ud800 lone",
    "\U000e0041\U000e0042 tags of Unicode",
    "A" * 5000,
)
HEADER = Header("small", NOW, NOW, True, NOW, "值班调度", False, "grid-command test")


def record_of_town(header: Header = HEADER) -> Record:
    return record_of(picture_of(town(), matters()), header)


def record_of_hostile_town() -> Record:
    """Every text that comes from outside is hostile: titles, texts, addresses, names of people and places."""
    city = town()
    regions = [
        msgspec.structs.replace(region, name=HOSTILE[place % len(HOSTILE)].encode("utf-8", "replace").decode())
        for place, region in enumerate(city.geography.regions)
    ]
    city = msgspec.structs.replace(
        city,
        name=Name("<b>小城</b>", "=small"),
        note="</style><script>document.title='hacked'</script>",
        geography=msgspec.structs.replace(city.geography, regions=regions),
    )
    picture = Picture(city)
    incidents = [hostile_matter(number, text) for number, text in enumerate(HOSTILE)]
    workers = [
        msgspec.structs.replace(worker, name=_whole(HOSTILE[worker.index % len(HOSTILE)])) for worker in city.workers
    ]
    picture.apply(Snapshot("e", 1, Clock(NOW), incidents, {}, workers))
    source = picture_of(town(), [])
    known = [worker.index for worker in source.roster]
    import numpy as np

    picture.apply(source.positions.block(np.array(known, np.int32), NOW))
    return record_of(picture, msgspec.structs.replace(HEADER, taken_by="<i>=1+1</i>", live=False, heard_at=NOW - 90))


def hostile_matter(number: int, text: str) -> Incident:
    one = matter(f"h{number}", number % 8 + 1)
    place = msgspec.structs.replace(one.place, address=_whole(text))
    return msgspec.structs.replace(one, title=_whole(text), text=_whole(text), place=place, case=_whole(text)[:30])


def record_of(picture: Picture, header: Header = HEADER) -> Record:
    return Record(header, pack_city(picture.city), encode_state(freeze(picture, header.at)))


def _whole(text: str) -> str:
    """What can travel: halves of pairs cannot."""
    return text.encode("utf-8", "replace").decode()
