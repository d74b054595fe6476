"""Tests that read like contracts; the folders mirror the floors."""
