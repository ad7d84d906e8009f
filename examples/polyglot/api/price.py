"""Prices in cents."""


def total(prices, discount=0):
    """The sum, less a discount in percent; half a cent is the customer's."""
    return sum(prices) * (100 - discount) // 100
