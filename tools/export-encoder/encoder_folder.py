"""What a model folder of Mirstream holds besides its graphs: manifest, golden vectors, digests.

Needs nothing but Python's standard library.
"""

import array
import hashlib
import json
import math
from pathlib import Path

GOLDEN_SEED = 7
GOLDEN_WORDS = "computed tomography of the chest with a nodule in the left lung"

# Knuth's multiplicative hash: 2^32 divided by the golden ratio.
_MULTIPLIER = 2_654_435_761
_RANGE = 1 << 32

_BLOCK_DEPTH = 2  # of the manifest's mappings, one field a line; deeper ones take one line
_READ_BYTES = 1 << 20


def golden_values(seed, low, high, count):
    """The values of a golden image, in the order of its tensor, as float32: an array of type 'f'."""
    values = array.array("f", bytes(4 * count))
    for i in range(count):
        values[i] = low + (high - low) * ((i * _MULTIPLIER + seed) % _RANGE / _RANGE)
    return values


def unit(vector):
    """The vector scaled to length 1; refuses one that has no direction."""
    length = math.sqrt(sum(value * value for value in vector))
    if not math.isfinite(length) or length == 0:
        raise ValueError("a vector is zero, or not finite")
    return [value / length for value in vector]


def cosine(a, b):
    if len(a) != len(b):
        raise ValueError(f"vectors of {len(a)} and of {len(b)} values cannot be compared")
    return sum(x * y for x, y in zip(unit(a), unit(b)))


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(_READ_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def golden(low, high, image_vector, text_vector=None):
    """The content of golden.json."""
    content = {"image": {"seed": GOLDEN_SEED, "low": low, "high": high, "vector": list(image_vector)}}
    if text_vector is not None:
        content["text"] = {"words": GOLDEN_WORDS, "vector": list(text_vector)}
    return content


def with_digests(manifest, folder):
    """The manifest with the sha256 of each graph, and of the weights that lie beside it as GRAPH.data."""
    described = dict(manifest)
    for tower in ("image", "text"):
        if described.get(tower) is None:
            continue
        graph = folder / described[tower]["file"]
        files = {"file": graph.name, "sha256": sha256(graph)}
        data = graph.with_name(graph.name + ".data")
        if data.exists():
            files["data"] = [{"file": data.name, "sha256": sha256(data)}]
        rest = {name: value for name, value in described[tower].items() if name not in ("file", "sha256", "data")}
        described[tower] = {**files, **rest}
    return described


def yaml(mapping, depth=0):
    """A mapping as YAML: texts in quotes as JSON has them, so that none is read as something else."""
    lines = []
    for name, value in mapping.items():
        indent = "  " * depth
        if isinstance(value, dict) and value and depth < _BLOCK_DEPTH:
            lines.append(f"{indent}{name}:")
            lines.append(yaml(value, depth + 1).rstrip("\n"))
        elif name == "intensity" and value:
            lines.append(f"{indent}{name}:")
            lines.extend(f"{indent}  - {json.dumps(operation)}" for operation in value)
        else:
            lines.append(f"{indent}{name}: {json.dumps(value)}")
    return "\n".join(lines) + "\n"


def write(folder, manifest, golden_vectors, tokenizer=None):
    """Writes what lies beside the graphs, which are there already; returns the manifest as written."""
    folder = Path(folder)
    described = with_digests(manifest, folder)
    (folder / "golden.json").write_text(json.dumps(golden_vectors) + "\n", encoding="utf-8")
    if tokenizer is not None:
        (folder / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
    (folder / "manifest.yaml").write_text(yaml(described), encoding="utf-8")
    return described
