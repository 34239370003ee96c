"""Where frames come from: one text names any camera, file or stream, one small protocol hides which it is."""

from edge.sources.choose import open_source
from edge.sources.frame import Frame, Settings, Source

__all__ = ["Frame", "Settings", "Source", "open_source"]
