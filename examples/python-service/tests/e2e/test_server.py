import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

PORT = os.environ["SHOP_PORT"]


@pytest.fixture(scope="module")
def shop():
    server = subprocess.Popen([sys.executable, "-m", "shop.server"])
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/health", timeout=1).close()
            break
        except OSError:
            time.sleep(0.05)
    yield f"http://127.0.0.1:{PORT}"
    server.terminate()
    server.wait()


def post(url):
    request = urllib.request.Request(url, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, json.load(answer)


def test_the_last_book_is_sold_once(shop):
    assert post(f"{shop}/buy?item=book&balance=1000") == (200, {"balance": 100})
    assert post(f"{shop}/buy?item=book&balance=1000") == (409, {"error": "sold out"})
