"""The shop behind HTTP: GET /health, POST /buy?item=book&balance=1000."""

from __future__ import annotations

import json
import os
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

from shop.payments import PaymentRefused, charge
from shop.stock import Stock

PRICES = {"book": 900, "pen": 150}


def buy(stock: Stock, item: str, balance: int) -> tuple[int, dict[str, object]]:
    """The status and the answer of one purchase."""
    if item not in PRICES:
        return 404, {"error": f"there is no {item}"}
    try:
        left = charge(balance, PRICES[item])
    except PaymentRefused as refusal:
        return 402, {"error": str(refusal)}
    if not stock.take(item):
        return 409, {"error": "sold out"}
    return 200, {"balance": left}


class Handler(BaseHTTPRequestHandler):
    stock = Stock({"book": 1, "pen": 5})

    def do_GET(self) -> None:
        self.answer(200, {"status": "ok"})

    def do_POST(self) -> None:
        wishes = parse_qs(urlsplit(self.path).query)
        self.answer(*buy(self.stock, wishes["item"][0], int(wishes["balance"][0])))

    def answer(self, status: int, body: dict[str, object]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", int(os.environ["SHOP_PORT"])), Handler).serve_forever()
