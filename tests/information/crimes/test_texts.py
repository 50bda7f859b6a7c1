import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wmp2020.information.crimes import runs, texts
from wmp2020.information.crimes.folders import Folder, about, mapped

ROWS = [json.dumps({"row": number, "text": "ŵ" * (number % 13)}, ensure_ascii=False) for number in range(500)]
ENDS = np.cumsum([len(row.encode()) + 1 for row in ROWS])


def written(root, *, pack):
    text = memoryview("".join(row + "," for row in ROWS).encode())
    blocks = [0]

    def write(put):
        if pack:
            blocks.extend(texts.packed(text, ENDS, put))
        else:
            put(text)

    with Folder(root, "test") as folder:
        folder.stream("rows.lz4" if pack else "rows.json", write)
        arrays = {"offsets": np.concatenate([[0], ENDS]).astype(np.uint32)}
        folder.arrays(arrays | {"blocks": np.cumsum(blocks).astype(np.uint32)})
        return root / folder.keep({"pack": pack})


@pytest.fixture(scope="module", params=[texts.Plain, texts.Packed])
def text(request, tmp_path_factory):
    folder = written(tmp_path_factory.mktemp("texts"), pack=request.param is texts.Packed)
    return request.param(folder, mapped(folder, about(folder)))


@settings(deadline=None)
@given(numbers=st.sets(st.integers(0, len(ROWS) - 1), min_size=1), near=st.sampled_from([0, 40, 16_384]))
def test_any_rows_are_one_array(text, numbers, near):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "NEIGHBOURS", near)
        found = text.array(*runs.runs_of(np.array(sorted(numbers))))
    assert found.decode() == "[" + ",".join(ROWS[number] for number in sorted(numbers)) + "]"


def test_packing_saves_what_it_costs(tmp_path):
    plain, pack = (written(tmp_path, pack=choice) for choice in (False, True))
    assert (pack / "rows.lz4").stat().st_size < (plain / "rows.json").stat().st_size / 3
