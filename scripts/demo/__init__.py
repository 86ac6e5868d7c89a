"""The parts of scripts/make_orders.py."""
