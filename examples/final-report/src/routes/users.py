"""The users endpoints: each runs in a unit of work, which commits or rolls back."""


def users_1(work):
    with work:
        return work.users(1)


def users_2(work):
    with work:
        return work.users(2)


def users_3(work):
    with work:
        return work.users(3)


def users_4(work):
    with work:
        return work.users(4)


def users_5(work):
    with work:
        return work.users(5)
