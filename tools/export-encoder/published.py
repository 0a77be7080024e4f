"""Encoders that their authors publish: what Mirstream must know of them, and how their weights are loaded.

What is loaded are modules with these calls, and a fast tokenizer:
    image(pixels) -> [N, dim], or [N, dim, ...] to be averaged over its cells
    text(input_ids, attention_mask) -> [N, dim]
"""

from dataclasses import dataclass, field
from typing import Any, Callable, Optional


@dataclass(frozen=True)
class Published:
    """A model before it is exported."""

    manifest: dict
    load: Callable[[Optional[str]], "Loaded"]
    dynamic_batch: bool = True


@dataclass(frozen=True)
class Loaded:
    """Towers with their weights; tokenizer is one of the tokenizers library, or None."""

    image: Any
    text: Any = None
    tokenizer: Any = None
    notes: list = field(default_factory=list)


_CLIP_MEAN = [0.48145466, 0.4578275, 0.40821073]
_CLIP_STD = [0.26862954, 0.26130258, 0.27577711]
_IMAGENET_MEAN = [0.485, 0.456, 0.406]
_IMAGENET_STD = [0.229, 0.224, 0.225]
_GOLDEN = {"file": "golden.json", "atolCosine": 0.0001}
_SLICE = {"axis": "z", "strideMm": 5, "max": 128, "minBodyFraction": 0.05}


def _text(max_tokens, dim, padding):
    return {
        "file": "text.onnx",
        "tokenizer": "tokenizer.json",
        "maxTokens": max_tokens,
        "padding": padding,
        "inputs": {"ids": "input_ids", "mask": "attention_mask", "types": None},
        "output": {"name": "text_embeds", "rank": 2, "dim": dim, "tokenPool": "none"},
        "sharedSpace": True,
        "batchInvariant": True,
    }


def _slices(side, mean, std, dim, batch):
    return {
        "file": "image.onnx",
        "mode": "slice2d",
        "geometry": {
            "orientation": "LPS",
            "spacingMm": None,
            "interpolation": "cubic",
            "fit": {"op": "resize", "size": [side, side], "padHu": -1024},
            "slice": _SLICE,
        },
        "intensity": [
            {"op": "clip", "lo": -160, "hi": 240},
            {"op": "linear", "from": [-160, 240], "to": [0, 1]},
            {"op": "repeat", "channels": 3},
            {"op": "normalize", "mean": mean, "std": std},
        ],
        "tensor": {
            "name": "image",
            "layout": "NCHW",
            "dtype": "float32",
            "shape": ["N", 3, side, side],
            "batchMax": batch,
        },
        "output": {"name": "image_embeds", "rank": 2, "dim": dim, "tokenPool": "none"},
        "aggregate": {"op": "mean", "keepParts": True},
        "l2normalize": True,
    }


def _biomedclip(weights):
    import open_clip
    import torch

    published = "hf-hub:microsoft/BiomedCLIP-PubMedBERT_256-vit_base_patch16_224"
    name = f"local-dir:{weights}" if weights else published
    model, _ = open_clip.create_model_from_pretrained(name)
    tokenizer = open_clip.get_tokenizer(name).tokenizer

    class Image(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, pixels):
            return self.model.encode_image(pixels)

    class Text(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, ids, mask):  # the model makes its mask of the ids: padding must be the padding's id
            return self.model.encode_text(ids.masked_fill(mask == 0, tokenizer.pad_token_id))

    return Loaded(Image(), Text(), tokenizer.backend_tokenizer)


def _medimageinsight(weights):
    """Of a checkout of the published repository, which has code and weights: on the module path, and --weights."""
    import torch
    from medimageinsightmodel import MedImageInsight

    if weights is None:
        raise SystemExit("--weights: the checkout's folder with config.yaml, vision_model and language_model")
    published = MedImageInsight(
        model_dir=weights, vision_model_name="medimageinsigt-v1.0.0.pt", language_model_name="language_model.pth"
    )
    published.load_model()
    model = published.model.to("cpu")

    class Image(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, pixels):
            return self.model.encode_image(pixels)

    class Text(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, ids, mask):  # the last token is that with the highest id: no padding may have it, too
            return self.model.encode_text({"input_ids": ids.masked_fill(mask == 0, 0), "attention_mask": mask})

    return Loaded(Image(), Text(), published.tokenize.backend_tokenizer)


def _merlin(_weights):
    import torch
    from merlin import Merlin
    from tokenizers import normalizers

    model = Merlin().model
    longformer = model.encode_text.text_encoder
    longformer.config.onnx_export = True
    longformer.gradient_checkpointing_disable()

    class Image(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.encode = model.encode_image

        def forward(self, pixels):
            return self.encode(pixels)[0].reshape(-1, 512)

    class Text(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.encoder = longformer
            self.head = model.encode_text.linear_layer

        def forward(self, ids, mask):
            return self.head(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state[:, 0, :])

    tokenizer = model.encode_text.tokenizer.backend_tokenizer
    before = [tokenizer.normalizer] if tokenizer.normalizer else []
    tokenizer.normalizer = normalizers.Sequence([normalizers.Lowercase(), *before])
    note = "texts are lower-cased; spaces around punctuation, which Merlin's own code adds, are the sender's to add"
    return Loaded(Image(), Text(), tokenizer, [note])


def _ct_fm(weights):
    import torch
    from lighter_zoo import SegResEncoder

    model = SegResEncoder.from_pretrained(weights or "project-lighter/ct_fm_feature_extractor")

    class Image(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, pixels):
            features = self.model(pixels)
            return features[-1] if isinstance(features, (list, tuple)) else features

    return Loaded(Image())


PUBLISHED = {
    "biomedclip": Published(
        {
            "schema": "ct-encoder/1",
            "id": "biomedclip-vitb16-224",
            "version": "1",
            "license": {
                "spdx": "MIT",
                "redistributable": True,
                "commercial": False,
                "source": "hf:microsoft/BiomedCLIP-PubMedBERT_256-vit_base_patch16_224",
            },
            "intended": {"modalities": ["CT"], "nonClinical": True},
            "image": _slices(224, _CLIP_MEAN, _CLIP_STD, 512, 16),
            "text": _text(256, 512, "max"),
            "golden": _GOLDEN,
        },
        _biomedclip,
    ),
    "medimageinsight": Published(
        {
            "schema": "ct-encoder/1",
            "id": "medimageinsight-1.0.0",
            "version": "1.0.0",
            "license": {
                "spdx": "MIT",
                "redistributable": True,
                "commercial": True,
                "source": "hf:lion-ai/MedImageInsights",
            },
            "intended": {"modalities": ["CT"], "nonClinical": True},
            "image": _slices(480, _IMAGENET_MEAN, _IMAGENET_STD, 1024, 4),
            "text": _text(77, 1024, "max"),
            "golden": _GOLDEN,
        },
        _medimageinsight,
    ),
    "merlin": Published(
        {
            "schema": "ct-encoder/1",
            "id": "merlin-i3d-512",
            "version": "2024-04-02",
            "license": {
                "spdx": "MIT",
                "redistributable": True,
                "commercial": True,
                "source": "hf:stanfordmimi/Merlin",
            },
            "intended": {"modalities": ["CT"], "body": ["abdomen", "pelvis"], "nonClinical": True},
            "image": {
                "file": "image.onnx",
                "mode": "volume3d",
                "geometry": {
                    "orientation": "RAS",
                    "spacingMm": [1.5, 1.5, 3],
                    "interpolation": "linear",
                    "fit": {"op": "padCrop", "size": [224, 224, 160], "padHu": -1000},
                },
                "intensity": [
                    {"op": "clip", "lo": -1000, "hi": 1000},
                    {"op": "linear", "from": [-1000, 1000], "to": [0, 1]},
                ],
                "tensor": {
                    "name": "image",
                    "layout": "NCHWD",
                    "dtype": "float32",
                    "shape": [1, 1, 224, 224, 160],
                    "batchMax": 1,
                },
                "output": {"name": "image_embeds", "rank": 2, "dim": 512, "tokenPool": "none"},
                "aggregate": {"op": "none", "keepParts": False},
                "l2normalize": True,
            },
            "text": _text(512, 512, "max"),
            "golden": _GOLDEN,
        },
        _merlin,
        dynamic_batch=False,
    ),
    "ct-fm": Published(
        {
            "schema": "ct-encoder/1",
            "id": "ct-fm-segresnet-512",
            "version": "1",
            "license": {
                "spdx": "Apache-2.0",
                "redistributable": True,
                "commercial": True,
                "source": "hf:project-lighter/ct_fm_feature_extractor",
            },
            "intended": {"modalities": ["CT"], "nonClinical": True},
            "image": {
                "file": "image.onnx",
                "mode": "patch3d",
                "geometry": {
                    "orientation": "SPL",
                    "spacingMm": None,
                    "interpolation": "linear",
                    "foreground": {"thresholdHu": -800, "marginMm": 0},
                    "patch": {"size": [48, 128, 128], "overlap": 0.25, "max": 64},
                },
                "intensity": [
                    {"op": "clip", "lo": -1024, "hi": 2048},
                    {"op": "linear", "from": [-1024, 2048], "to": [0, 1]},
                ],
                "tensor": {
                    "name": "image",
                    "layout": "NCDHW",
                    "dtype": "float32",
                    "shape": ["N", 1, 48, 128, 128],
                    "batchMax": 4,
                },
                "output": {"name": "features", "rank": 5, "dim": 512, "tokenPool": "mean"},
                "aggregate": {"op": "mean", "keepParts": True},
                "l2normalize": True,
            },
            "text": None,
            "golden": _GOLDEN,
        },
        _ct_fm,
    ),
}
