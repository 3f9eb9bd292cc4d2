"""When each runner will be where, and whether she gets there.

``prior`` holds what past races taught, ``fit`` learns it from them (``past``), ``forecaster`` binds it to
a course and answers from what is ``known``; ``run_on`` says where everybody is thought to be now.
"""
