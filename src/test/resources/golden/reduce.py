"""Makes the small copy of a full file of golden numbers: python3 reduce.py FULL.npz SMALL.npz

Inputs, parameters, losses and training steps stay as they are. Maps and gradients keep every so-many-th value, at most
128 of an array; their shapes, strides and largest absolute values go into the JSON file beside, under "thinned".
"""
import json
import sys

import numpy as np

KEPT = 128

full, small = sys.argv[1:]
arrays = np.load(full)
description = json.load(open(full.replace(".npz", ".json")))
thinned = {}
result = {}
for key in arrays.files:
    array = arrays[key]
    if key.split("/")[0] in ("feat", "mov", "out", "grad") and array.size > KEPT:
        stride = -(-array.size // KEPT)
        thinned[key] = {"shape": list(array.shape), "stride": stride, "largest": float(np.abs(array).max())}
        array = array.reshape(-1)[::stride]
    result[key] = array
np.savez_compressed(small, **result)
json.dump({**description, "thinned": thinned}, open(small.replace(".npz", ".json"), "w"))
