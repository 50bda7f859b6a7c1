"""The open crime archive: points by place and month, series by area, swapped in whole."""
