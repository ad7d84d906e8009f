import unittest

from price import total


class PriceTest(unittest.TestCase):
    def test_sum(self):
        self.assertEqual(total([100, 250]), 350)

    def test_discount_rounds_down(self):
        self.assertEqual(total([99], discount=50), 49)
