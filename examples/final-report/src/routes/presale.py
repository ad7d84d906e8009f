"""The presale endpoints: each runs in a unit of work, which commits or rolls back."""


def presale_1(work):
    with work:
        return work.presale(1)


def presale_2(work):
    with work:
        return work.presale(2)


def presale_3(work):
    with work:
        return work.presale(3)


def presale_4(work):
    with work:
        return work.presale(4)


def presale_5(work):
    with work:
        return work.presale(5)
