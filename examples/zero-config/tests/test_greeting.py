from greeting import greeting


def test_a_stranger_is_greeted_too():
    assert greeting("") == "Hello, stranger!"
