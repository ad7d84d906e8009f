from shop.payments import charge


def test_a_discount_of_a_third_leaves_a_round_price():
    assert charge(1000, 900 * 2 // 3) == 399
