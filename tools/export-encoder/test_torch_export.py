"""The way of a model with random weights, where PyTorch, ONNX and ONNX Runtime are installed."""

import copy
import os
import tempfile
import unittest
from pathlib import Path

from published import PUBLISHED, Loaded, Published

try:
    import numpy
    import onnxruntime  # noqa: F401 (whether it is there)
    import torch
    import torch_export
except ImportError as e:
    torch = None
    _missing = str(e)

_WORDS = ["[PAD]", "[UNK]", "computed", "tomography", "of", "the", "chest", "with", "a", "nodule", "in", "left", "lung"]


class WordTokenizer:
    """As much of a tokenizer of the tokenizers library as an export needs: one token a word."""

    def __init__(self):
        self.length = None

    def enable_truncation(self, length):
        self.limit = length

    def enable_padding(self, length):
        self.length = length

    def no_padding(self):
        self.length = None

    def no_truncation(self):
        self.limit = None

    def encode_batch(self, texts):
        return [self._encoded(text) for text in texts]

    def _encoded(self, text):
        ids = [_WORDS.index(word) if word in _WORDS else 1 for word in text.lower().split()][: self.limit]
        padding = [0] * ((self.length or 0) - len(ids))
        encoded = type("Encoding", (), {})()
        encoded.ids = ids + padding
        encoded.attention_mask = [1] * len(ids) + padding
        return encoded

    def to_str(self):
        vocabulary = ", ".join(f'"{word}": {i}' for i, word in enumerate(_WORDS))
        return (
            '{"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],'
            ' "normalizer": {"type": "Lowercase"}, "pre_tokenizer": {"type": "Whitespace"}, "post_processor": null,'
            ' "decoder": null, "model": {"type": "WordLevel", "unk_token": "[UNK]", "vocab": {%s}}}' % vocabulary
        )


def tiny():
    """A model of two towers with 8 dimensions, as BiomedCLIP's but for its size."""
    manifest = copy.deepcopy(PUBLISHED["biomedclip"].manifest)
    manifest["id"] = "tiny"
    image, text = manifest["image"], manifest["text"]
    image["geometry"]["fit"]["size"] = [16, 16]
    image["tensor"]["shape"] = ["N", 3, 16, 16]
    image["output"]["dim"] = text["output"]["dim"] = 8
    text["maxTokens"] = 24

    class Text(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.table = torch.nn.Embedding(len(_WORDS), 8)

        def forward(self, ids, mask):
            weights = mask.unsqueeze(-1).float()
            return (self.table(ids) * weights).sum(1) / weights.sum(1)

    torch.manual_seed(7)
    towers = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 4, 4), torch.nn.GELU(), torch.nn.Conv2d(8, 8, 4, 4))
    image_tower = torch.nn.Sequential(towers, torch.nn.Flatten())
    return Published(manifest, load=None), Loaded(image_tower, Text(), WordTokenizer())


@unittest.skipIf(torch is None, "PyTorch, ONNX or ONNX Runtime is missing")
class ExportTest(unittest.TestCase):
    def test_a_folder_is_written_that_agrees_with_pytorch(self):
        published, loaded = tiny()
        # where a test of the service asks for it, the folder is left for the service to check
        wanted = os.environ.get("MIRSTREAM_EXPORTED")
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(wanted or scratch)

            torch_export.export(published, loaded, folder, external=True)

            names = {path.name for path in folder.iterdir()}
            self.assertTrue({"image.onnx", "text.onnx", "manifest.yaml", "tokenizer.json", "golden.json"} <= names)

    def test_a_graph_that_gives_other_vectors_is_refused_and_no_manifest_is_written(self):
        published, loaded = tiny()

        class Moody(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.calls = 0

            def forward(self, pixels):
                self.calls += 1
                values = pixels.mean((2, 3)) @ torch.ones(3, 8)
                return values * torch.linspace(-1, self.calls, 8)

        with tempfile.TemporaryDirectory() as scratch:
            with self.assertRaises(torch_export.Disagreement):
                torch_export.export(published, Loaded(Moody(), loaded.text, loaded.tokenizer), scratch)
            self.assertFalse((Path(scratch) / "manifest.yaml").exists())

    def test_a_tower_of_another_dimension_is_refused(self):
        published, loaded = tiny()
        published.manifest["image"]["output"]["dim"] = 9

        with tempfile.TemporaryDirectory() as scratch, self.assertRaises(torch_export.Disagreement):
            torch_export.export(published, loaded, scratch)

    def test_intensity_is_that_of_the_service(self):
        hounsfield = numpy.array([-1000.0, 40.0, 1000.0])
        operations = PUBLISHED["biomedclip"].manifest["image"]["intensity"]

        channels = torch_export.intensity(hounsfield, operations)

        self.assertEqual(channels.shape, (3, 3))
        self.assertAlmostEqual(float(channels[1][1]), (0.5 - 0.4578275) / 0.26130258, places=6)


if __name__ == "__main__":
    unittest.main()
