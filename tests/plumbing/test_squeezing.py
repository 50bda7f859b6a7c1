"""Squeezed answers read back; who takes them is read from a header that anybody writes."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wmp2020.plumbing.squeezing import gzipped, takes_gzip


@given(st.binary(max_size=5_000))
def test_what_is_squeezed_reads_back(body):
    assert gzip.decompress(gzipped(body)) == body


def test_a_page_shrinks_to_a_fraction():
    page = b"<tr><td>Acocks Green</td><td>3,466</td></tr>" * 1000
    assert len(gzipped(page)) < len(page) / 20


@pytest.mark.parametrize(
    ("header", "takes"),
    [("gzip", True), ("br, gzip", True), ("gzip;q=0.5", True), ("GZIP", False), ("", False), ("br", False),
     ("gzip;q=0", False), ("gzip; q=0.000", False), ("x-gzip", False), ("notgzip, deflate", False)],
)  # fmt: skip
def test_gzip_goes_to_those_who_name_it(header, takes):
    assert takes_gzip(header) is takes


@given(st.text(max_size=200))
def test_no_header_is_a_fault(header):
    assert takes_gzip(header) in (True, False)
