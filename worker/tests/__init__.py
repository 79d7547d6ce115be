"""Unit tests of the numeric code: laws with answers that are known without it."""
