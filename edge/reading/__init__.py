"""From pixels to a reading, with the learned eye: light, eye, digits, classifier, lines."""
