"""The auctions endpoints: each runs in a unit of work, which commits or rolls back."""


def auctions_1(work):
    with work:
        return work.auctions(1)


def auctions_2(work):
    with work:
        return work.auctions(2)


def auctions_3(work):
    with work:
        return work.auctions(3)


def auctions_4(work):
    with work:
        return work.auctions(4)


def auctions_5(work):
    with work:
        return work.auctions(5)


def auctions_6(work):
    with work:
        return work.auctions(6)


def auctions_7(work):
    with work:
        return work.auctions(7)


def auctions_8(work):
    with work:
        return work.auctions(8)
