"""Spreadsheet returns: an empty one from the catalogue, and filled ones into observations.

``grid`` reads bytes into sheets, ``layout`` finds what their rows and columns hold, ``figures`` reads
a cell, ``slots`` and ``checks`` go through all cells, ``read`` puts it together, ``template`` writes.
"""
