"""The market endpoints: each runs in a unit of work, which commits or rolls back."""


def market_1(work):
    with work:
        return work.market(1)


def market_2(work):
    with work:
        return work.market(2)


def market_3(work):
    with work:
        return work.market(3)


def market_4(work):
    with work:
        return work.market(4)


def market_5(work):
    with work:
        return work.market(5)


def market_6(work):
    with work:
        return work.market(6)


def market_7(work):
    with work:
        return work.market(7)


def market_8(work):
    with work:
        return work.market(8)
