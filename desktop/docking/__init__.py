"""Panes that stand beside and behind each other, in one window or several, moved by hand.

``tree`` and ``arrangement`` say as plain values how things stand; ``landing`` says what letting go at a pixel would
mean. The rest shows such a value: ``docks`` owns the panes, ``area`` shows one window's part, ``group`` panes behind
each other, ``carrying`` a pane in the air. Everything a hand does makes another value, which is shown: so layouts can
be kept, compared and taken back."""
