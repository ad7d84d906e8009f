from shop.stock import Stock


def test_what_was_put_can_be_taken():
    stock = Stock()
    stock.put("book")

    assert stock.take("book")


def test_nothing_can_be_taken_from_an_empty_shelf():
    assert not Stock().take("book")
