"""The offers endpoints: each runs in a unit of work, which commits or rolls back."""


def offers_1(work):
    with work:
        return work.offers(1)


def offers_2(work):
    with work:
        return work.offers(2)


def offers_3(work):
    with work:
        return work.offers(3)


def offers_4(work):
    with work:
        return work.offers(4)


def offers_5(work):
    with work:
        return work.offers(5)


def offers_6(work):
    with work:
        return work.offers(6)
