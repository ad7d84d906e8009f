"""Says hello."""


def greeting(name):
    return f"Hello, {name or 'stranger'}!"
