"""What all tests share: examples without a clock, and programs that hear Ctrl-C."""

from __future__ import annotations

import signal

from hypothesis import settings

# A machine that is busy is no mistake of ours.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

# What a shell runs in the background is deaf to Ctrl-C, and so would be all that tests start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
