// The tests whose results replay.py writes.
