"""The composite index, step by step after the OECD/JRC handbook (2008): arrays in, arrays out.

``scale`` normalises, ``weight`` weighs, ``aggregate`` and ``levels`` join and explain; ``draws``,
``uncertainty``, ``sensitivity``, ``attainable`` and ``robustness`` say how far the ranks can be trusted;
``audit`` examines the structure; ``scenario`` and ``rubric`` read what a panel decided; ``matrix``,
``build`` and ``report`` go from the tables of an edition to the tables of scores.
"""
