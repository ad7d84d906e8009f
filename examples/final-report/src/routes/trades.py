"""The trades endpoints: each runs in a unit of work, which commits or rolls back."""


def trades_1(work):
    with work:
        return work.trades(1)


def trades_2(work):
    with work:
        return work.trades(2)


def trades_3(work):
    with work:
        return work.trades(3)


def trades_4(work):
    with work:
        return work.trades(4)


def trades_5(work):
    with work:
        return work.trades(5)


def trades_6(work):
    with work:
        return work.trades(6)


def trades_7(work):
    with work:
        return work.trades(7)
