"""Money is counted in cents; this is the module where a mistake is expensive."""

from __future__ import annotations


class PaymentRefused(Exception):
    """The customer keeps the money, and the shop keeps the goods."""


def charge(balance: int, price: int) -> int:
    """The balance after paying."""
    if price <= 0:
        raise PaymentRefused("a price is more than nothing")
    if balance < price:
        raise PaymentRefused(f"{price - balance} cents are missing")
    return balance - price


def refund(balance: int, paid: int, days: int) -> int:
    """Everything within two weeks, half of it within a month, nothing after that."""
    if days <= 14:
        return balance + paid
    if days <= 30:
        return balance + paid // 2
    raise PaymentRefused("too late to give it back")
