"""Trains the eye: the small network that finds digits in a picture and tells them."""
