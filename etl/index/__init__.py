"""The composite index, step by step after the OECD/JRC handbook (2008): arrays in, arrays out.

``scale`` normalises, ``weight`` weighs, ``aggregate`` joins two levels and explains the score,
``draws``/``uncertainty``/``sensitivity``/``attainable`` say how far it can be trusted, ``audit``
examines the structure, ``scenario`` and ``rubric`` read what a panel decided, ``matrix`` and
``build`` go from the tables of an edition to the tables of scores.
"""
