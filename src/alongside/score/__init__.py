"""How good the forecast is: past races asked again, by methods that never saw them.

``prefix`` and ``clock`` turn a past race into questions, ``methods`` answer them (``baselines`` beside the
forecast), ``scoring`` holds answers against what came and turns out rows; ``goals``, ``page`` and ``drawing``
show the rows.
"""
