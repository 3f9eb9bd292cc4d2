"""Race day for the back of a mass race.

The rooms of this package are the steps of one flow; docs/flow.md draws it, and
``live/pipeline.py`` is the flow as code.
"""

__version__ = "0.1.0"
