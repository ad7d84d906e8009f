"""The accounts endpoints: each runs in a unit of work, which commits or rolls back."""


def accounts_1(work):
    with work:
        return work.accounts(1)


def accounts_2(work):
    with work:
        return work.accounts(2)


def accounts_3(work):
    with work:
        return work.accounts(3)


def accounts_4(work):
    with work:
        return work.accounts(4)


def accounts_5(work):
    with work:
        return work.accounts(5)


def accounts_6(work):
    with work:
        return work.accounts(6)


def accounts_7(work):
    with work:
        return work.accounts(7)
