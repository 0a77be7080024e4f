"""Prints the milliseconds that GDCM takes to read and decode a slice: open the file, parse it, decode its pixels.

The fastest call of several passes over the files. GDCM hands pixels to Python as text; what that conversion takes is
measured on the same pixels, and subtracted.
"""
import sys
import time

import gdcm

ENOUGH_SECONDS = 4
FEWEST_PASSES = 5


def read(path):
    reader = gdcm.ImageReader()
    reader.SetFileName(path)
    if not reader.Read():
        sys.exit("GDCM cannot read " + path)
    return reader.GetImage().GetBuffer()


def fastest(action, arguments):
    least = float("inf")
    for argument in arguments:
        start = time.perf_counter()
        result = action(argument)
        least = min(least, time.perf_counter() - start)
        del result
    return least


def to_text(pixels):
    return pixels.decode("utf-8", "surrogateescape")


paths = sys.argv[1:]
buffers = [read(path).encode("utf-8", "surrogateescape") for path in paths]
reading = []
converting = []
end = time.perf_counter() + ENOUGH_SECONDS
while len(reading) < FEWEST_PASSES or time.perf_counter() < end:
    reading.append(fastest(read, paths))
    converting.append(fastest(to_text, buffers))
print((min(reading) - min(converting)) * 1000)
