"""The channels endpoints: each runs in a unit of work, which commits or rolls back."""


def channels_1(work):
    with work:
        return work.channels(1)


def channels_2(work):
    with work:
        return work.channels(2)


def channels_3(work):
    with work:
        return work.channels(3)


def channels_4(work):
    with work:
        return work.channels(4)


def channels_5(work):
    with work:
        return work.channels(5)


def channels_6(work):
    with work:
        return work.channels(6)


def channels_7(work):
    with work:
        return work.channels(7)
