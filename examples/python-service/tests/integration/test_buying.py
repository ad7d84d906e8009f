import pytest
from shop.server import buy
from shop.stock import Stock


@pytest.mark.parametrize(
    "item, balance, status",
    [("book", 1000, 200), ("book", 10, 402), ("ghost", 1000, 404), ("pen", 1000, 409)],
)
def test_a_purchase_ends_with_the_right_status(item, balance, status):
    assert buy(Stock({"book": 1}), item, balance)[0] == status
