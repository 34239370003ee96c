"""Touching digits are cut where little ink is."""

import cv2
import numpy as np

from edge.cuts import cut
from edge.finder import Part


def touching():
    mask = np.zeros((60, 100), np.uint8)
    cv2.ellipse(mask, (24, 30), (20, 26), 0, 0, 360, 255, 5)
    cv2.ellipse(mask, (72, 30), (22, 26), 0, 0, 360, 255, 5)
    cv2.line(mask, (44, 30), (52, 30), 255, 4)
    return Part((200, 100, 100, 60), mask)


def test_the_pieces_hold_all_the_ink_and_nothing_twice():
    whole = touching()
    total = np.zeros((200, 400), int)
    for piece in cut(whole):
        x, y, w, h = piece.box
        total[y : y + h, x : x + w] += piece.mask > 0
    expected = np.zeros_like(total)
    expected[100:160, 200:300] = whole.mask > 0
    assert (total == expected).all()


def test_one_cut_goes_between_two_touching_rings():
    pieces = cut(touching())
    assert any(240 <= piece.right <= 256 for piece in pieces)


def test_a_lone_upright_stroke_is_left_whole():
    mask = np.full((60, 6), 255, np.uint8)
    assert len(cut(Part((0, 0, 6, 60), mask))) == 1
