"""What needs no PyTorch: golden values, digests, manifests."""

import json
import struct
import tempfile
import unittest
from pathlib import Path

import encoder_folder
from published import PUBLISHED

_SHARED = Path(__file__).parents[2] / "embed-service/src/test/resources/io/mirstream/embed/onnx/golden-values.json"


class GoldenValuesTest(unittest.TestCase):
    def test_they_are_those_that_the_service_makes(self):
        shared = json.loads(_SHARED.read_text(encoding="utf-8"))
        for case in shared["cases"]:
            values = encoder_folder.golden_values(case["seed"], case["low"], case["high"], case["count"])
            for place, expected in case["values"].items():
                self.assertEqual(values[int(place)], struct.unpack("f", struct.pack("f", expected))[0], case)

    def test_a_vector_without_direction_is_refused(self):
        with self.assertRaises(ValueError):
            encoder_folder.unit([0.0, 0.0])
        with self.assertRaises(ValueError):
            encoder_folder.unit([float("nan")])
        with self.assertRaises(ValueError):
            encoder_folder.cosine([1.0], [1.0, 0.0])
        self.assertEqual(encoder_folder.unit([3.0, 4.0]), [0.6, 0.8])


class FolderTest(unittest.TestCase):
    def test_it_has_manifest_tokenizer_golden_and_digests(self):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            (folder / "image.onnx").write_bytes(b"")
            (folder / "image.onnx.data").write_bytes(b"a")
            (folder / "text.onnx").write_bytes(b"")
            golden = encoder_folder.golden(-1000, 1000, [1.0], [0.5])

            manifest = encoder_folder.write(folder, PUBLISHED["biomedclip"].manifest, golden, "{}")

            of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
            self.assertEqual(manifest["image"]["sha256"], of_nothing)
            self.assertEqual(manifest["text"]["sha256"], of_nothing)
            self.assertEqual(manifest["image"]["data"][0]["file"], "image.onnx.data")
            self.assertNotIn("data", manifest["text"])
            self.assertEqual((folder / "tokenizer.json").read_text(), "{}")
            written = json.loads((folder / "golden.json").read_text())
            self.assertEqual(written["image"], {"seed": 7, "low": -1000, "high": 1000, "vector": [1.0]})
            self.assertEqual(written["text"]["vector"], [0.5])
            self.assertIn(f'  sha256: "{of_nothing}"', (folder / "manifest.yaml").read_text())

    def test_texts_in_a_manifest_stay_texts(self):
        self.assertEqual(
            encoder_folder.yaml({"version": "1", "text": None, "image": {"on": True, "list": ["N", 1]}}),
            'version: "1"\ntext: null\nimage:\n  on: true\n  list: ["N", 1]\n',
        )


if __name__ == "__main__":
    unittest.main()
