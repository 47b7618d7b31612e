"""What a proposal says of each pair: why he, and what would change it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from domain.batch import Pair
from domain.picture import Picture
from widgets import wording


def person(picture: Picture, worker: str, language: str) -> str:
    """A worker's name; his id when nobody knows him."""
    known = picture.workers.get(worker)
    return known.title(language) if known is not None else worker


def why(pair: Pair, picture: Picture, language: str) -> str:
    """Why it is he who is proposed."""
    if not pair.worker:
        return QCoreApplication.translate("Plan", "Nobody who may take it is left.")
    parts = []
    if pair.first:
        other = picture.incidents.get(pair.first_for)
        text = QCoreApplication.translate(
            "Plan", "{first} would be best here, but “{other}” needs him more (else {extra} slower in all)"
        )
        parts.append(
            text.format(
                first=person(picture, pair.first, language),
                other=other.title if other is not None else pair.first_for,
                extra=wording.minutes(pair.first_extra),
            )
        )
    else:
        parts.append(QCoreApplication.translate("Plan", "the best of all for it"))
    if pair.own:
        parts.append(QCoreApplication.translate("Plan", "his own area"))
    if pair.load:
        parts.append(QCoreApplication.translate("Plan", "{count} in hand").format(count=pair.load))
    return " · ".join(parts)


def change(pair: Pair, picture: Picture, language: str) -> str:
    """What happens if he cannot go."""
    if not pair.worker:
        return QCoreApplication.translate("Plan", "Somebody comes on duty, or gets free.")
    if not pair.next:
        return QCoreApplication.translate("Plan", "If he cannot, nobody is left.")
    text = QCoreApplication.translate("Plan", "If he cannot: {next}, {extra} slower in all").format(
        next=person(picture, pair.next, language), extra=wording.minutes(pair.extra)
    )
    if pair.moved:
        moved = QCoreApplication.translate("Plan", "; {count} others would get somebody else")
        text += moved.format(count=pair.moved)
    return text


def deadline(pair: Pair) -> str:
    """Whether the deadline holds, and with how much to spare."""
    if not pair.worker or pair.margin != pair.margin:
        return "—"
    if pair.margin >= 0:
        return QCoreApplication.translate("Plan", "holds, {span} left").format(span=wording.span(pair.margin))
    return QCoreApplication.translate("Plan", "late by {span}").format(span=wording.span(-pair.margin))
