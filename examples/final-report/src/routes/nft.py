"""The nft endpoints: each runs in a unit of work, which commits or rolls back."""


def nft_1(work):
    with work:
        return work.nft(1)


def nft_2(work):
    with work:
        return work.nft(2)


def nft_3(work):
    with work:
        return work.nft(3)


def nft_4(work):
    with work:
        return work.nft(4)


def nft_5(work):
    with work:
        return work.nft(5)


def nft_6(work):
    with work:
        return work.nft(6)


def nft_7(work):
    with work:
        return work.nft(7)
