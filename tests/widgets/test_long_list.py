"""A view is given rows as it needs them, and what it holds follows its key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from widgets.long_list import PAGE, LongListModel

pytestmark = pytest.mark.usefixtures("qapp")
KEYS = [f"k{number}" for number in range(5 * PAGE)]


class Keys(LongListModel):
    """Shows its keys."""

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self._order[index.row()] if role == Qt.ItemDataRole.DisplayRole else None


def started(order: list[str]) -> Keys:
    model = Keys()
    model.beginResetModel()
    model._start(order)
    model.endResetModel()
    return model


def test_scrolling_to_the_end_brings_more(qtbot: QtBot) -> None:
    model, view = started(KEYS), QListView()
    qtbot.addWidget(view)
    view.setUniformItemSizes(True)
    view.setModel(model)
    view.resize(200, 300)
    with qtbot.waitExposed(view):
        view.show()
    assert model.rowCount() == PAGE
    for _ in range(6):
        view.scrollToBottom()
    qtbot.waitUntil(lambda: model.rowCount() > 2 * PAGE)
    view.setCurrentIndex(model.reveal(len(KEYS) - 1))
    assert view.currentIndex().data() == KEYS[-1]
    assert not model.canFetchMore(QModelIndex())
    assert not model.reveal(len(KEYS)).isValid()
    assert not model.reveal(-1).isValid()


SHUFFLED = st.tuples(st.permutations(KEYS[: PAGE + 20]), st.integers(0, PAGE + 20)).map(lambda both: both[0][: both[1]])


@given(st.lists(SHUFFLED, min_size=2, max_size=4), st.integers(0, PAGE - 1))
def test_what_is_held_follows_its_key_or_lets_go(orders: list[list[str]], row: int) -> None:
    model = started(orders[0])
    held = QPersistentModelIndex(model.index(row))
    key = held.data() if held.isValid() else None
    for order in orders[1:]:
        model._take_order(order)
        assert model.order == order
        assert model.rowCount() <= len(order)
        assert [model.index(at).data() for at in range(model.rowCount())] == order[: model.rowCount()]
        if held.isValid():
            assert held.data() == key
        elif key in order:
            assert order.index(key) >= PAGE or key is None
            key = None
        else:
            key = None


def test_more_at_the_end_is_given_only_where_the_end_is_shown() -> None:
    short, long = started(KEYS[:3]), started(KEYS[: 2 * PAGE])
    for model in (short, long):
        model._append(["new"])
        assert model.order[-1] == "new"
    assert short.rowCount() == 4
    assert long.rowCount() == PAGE
