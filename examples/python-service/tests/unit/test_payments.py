import pytest
from shop.payments import PaymentRefused, charge, refund


def test_charge_takes_the_price():
    assert charge(1000, 900) == 100


@pytest.mark.parametrize("balance, price", [(100, 900), (100, 0)])
def test_charge_refuses(balance, price):
    with pytest.raises(PaymentRefused):
        charge(balance, price)


@pytest.mark.parametrize("days, balance", [(1, 900), (14, 900), (15, 450), (30, 450)])
def test_refund_shrinks_with_time(days, balance):
    assert refund(0, 900, days) == balance


def test_refund_ends():
    with pytest.raises(PaymentRefused):
        refund(0, 900, 31)
