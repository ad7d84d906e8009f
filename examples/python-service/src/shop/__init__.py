"""A small shop: stock, payments, and a server in front of both."""
