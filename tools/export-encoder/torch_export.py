"""From PyTorch modules to a checked model folder."""

import copy
import inspect
import tempfile
from pathlib import Path

import numpy
import onnx
import onnxruntime
import torch

import encoder_folder

OPSET = 17
MIN_COSINE = 1 - 1e-4  # of what PyTorch and ONNX Runtime give; float32 kernels differ by some 1e-6
EXTERNAL_BYTES = 1_900_000_000  # a protocol buffer has at most 2 GiB

GOLDEN_LOW = -1000
GOLDEN_HIGH = 1000

# Differ in length, so that one of them is padded.
_TEXTS = [encoder_folder.GOLDEN_WORDS, "normal liver"]


class Disagreement(Exception):
    """The graph that was written is not the model that was loaded."""


def export(published, loaded, folder, external=None):
    """Writes image.onnx, text.onnx and what lies beside them; raises Disagreement, and leaves no manifest then.

    external: whether weights lie beside their graph; None: where the graph is too large without.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.yaml").unlink(missing_ok=True)
    manifest = copy.deepcopy(published.manifest)
    image, text = manifest["image"], manifest["text"]
    with torch.no_grad():
        pixels = _pixels(image)
        batch = torch.cat([pixels, pixels.flip(-1)]) if published.dynamic_batch else pixels
        image["output"].update(_output(loaded.image.eval(), pixels, image["output"]))
        names = [image["tensor"]["name"]]
        axes = {0: "N"} if published.dynamic_batch else {}
        _write(loaded.image, (pixels,), names, image["output"]["name"], [axes], folder / image["file"], external)
        image_vectors = _agree("image", loaded.image, (batch,), names, image["output"], folder / image["file"])
        text_vectors = None
        if text is not None:
            tokens = _tokens(loaded.tokenizer, text)
            names = [text["inputs"]["ids"], text["inputs"]["mask"]]
            one = tuple(each[:1] for each in tokens)
            axes = [{0: "N", 1: "T"}] * 2 if text["padding"] == "longest" else [{0: "N"}] * 2
            _write(loaded.text.eval(), one, names, text["output"]["name"], axes, folder / text["file"], external)
            text_vectors = _agree("text", loaded.text, tokens, names, text["output"], folder / text["file"])
    golden = encoder_folder.golden(
        GOLDEN_LOW,
        GOLDEN_HIGH,
        encoder_folder.unit(image_vectors[0]) if image["l2normalize"] else image_vectors[0],
        None if text_vectors is None else encoder_folder.unit(text_vectors[0]),
    )
    tokenizer = None if text is None else loaded.tokenizer.to_str()
    return encoder_folder.write(folder, manifest, golden, tokenizer)


def intensity(hounsfield, operations):
    """[...] in HU to [channels, ...], as Mirstream does it."""
    channels = hounsfield.astype(numpy.float64)[None]
    for step in operations:
        op = step["op"]
        if op == "clip":
            channels = channels.clip(step["lo"], step["hi"])
        elif op == "linear":
            (low, high), (to_low, to_high) = step["from"], step["to"]
            channels = to_low + (channels - low) * (to_high - to_low) / (high - low)
        elif op == "windows":
            channels = numpy.concatenate(
                [(channels.clip(low, high) - low) / (high - low) for low, high in step["channels"]]
            )
        elif op == "repeat":
            channels = numpy.repeat(channels, step["channels"], axis=0)
        elif op == "normalize":
            shape = (-1,) + (1,) * (channels.ndim - 1)
            channels = (channels - numpy.reshape(step["mean"], shape)) / numpy.reshape(step["std"], shape)
        elif op == "zscore":
            channels = (channels - channels.mean()) / max(channels.std(), 1e-8)
        elif op != "none":
            raise ValueError(f"intensity operation {op} is unknown")
    return channels.astype(numpy.float32)


def _pixels(image):
    """The golden image as the graph sees it: [1, channels, ...]."""
    spatial = image["tensor"]["shape"][2:]
    count = int(numpy.prod(spatial))
    values = encoder_folder.golden_values(encoder_folder.GOLDEN_SEED, GOLDEN_LOW, GOLDEN_HIGH, count)
    hounsfield = numpy.frombuffer(values, dtype=numpy.float32).reshape(spatial)
    return torch.from_numpy(intensity(hounsfield, image["intensity"])[None])


def _output(module, pixels, declared):
    """Rank and pooling of what the module gives; refuses another dimension than is declared."""
    features = module(pixels)
    if features.shape[1] != declared["dim"]:
        raise Disagreement(f"the image tower gives {tuple(features.shape)}, not {declared['dim']} values a part")
    return {"rank": features.dim(), "tokenPool": "none" if features.dim() == 2 else "mean"}


def _tokens(tokenizer, text):
    tokenizer.enable_truncation(text["maxTokens"])
    tokenizer.enable_padding(length=text["maxTokens"] if text["padding"] == "max" else None)
    encoded = tokenizer.encode_batch(_TEXTS)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return torch.tensor([each.ids for each in encoded]), torch.tensor([each.attention_mask for each in encoded])


def _write(module, arguments, inputs, output, axes, path, external):
    options = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    dynamic = {name: each for name, each in zip(inputs, axes) if each}
    if dynamic:
        dynamic[output] = {0: "N"}
    with tempfile.TemporaryDirectory() as scratch:  # the exporter spills large weights into a file each
        raw = Path(scratch) / "graph.onnx"
        torch.onnx.export(
            module,
            arguments,
            str(raw),
            input_names=inputs,
            output_names=[output],
            dynamic_axes=dynamic,
            opset_version=OPSET,
            do_constant_folding=True,
            **options,
        )
        model = onnx.load(str(raw))
        weights = sum(len(tensor.raw_data) for tensor in model.graph.initializer)
        data = path.with_name(path.name + ".data")
        data.unlink(missing_ok=True)
        if external or (external is None and weights > EXTERNAL_BYTES):
            onnx.save_model(
                model, str(path), save_as_external_data=True, all_tensors_to_one_file=True, location=data.name
            )
        else:
            onnx.save_model(model, str(path))


def _agree(tower, module, arguments, inputs, output, path):
    """The vectors that ONNX Runtime gives, if PyTorch gives the same."""
    expected = _pooled(module(*arguments).numpy())
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    missing = set(inputs) - {each.name for each in session.get_inputs()}
    if missing:
        raise Disagreement(f"the {tower} graph has lost its inputs {sorted(missing)}: the model does not use them")
    feed = {name: each.numpy() for name, each in zip(inputs, arguments)}
    vectors = _pooled(session.run([output["name"]], feed)[0])
    for one, other in zip(vectors.tolist(), expected.tolist()):
        similarity = encoder_folder.cosine(one, other)
        if similarity < MIN_COSINE:
            raise Disagreement(f"PyTorch and ONNX Runtime disagree about the {tower} tower: cosine {similarity:.6f}")
    return vectors.tolist()


def _pooled(features):
    return features.reshape(features.shape[0], features.shape[1], -1).mean(axis=2)
