#!/usr/bin/env python3
"""Writes a published encoder as a model folder of Mirstream: ONNX graphs, manifest, tokenizer, golden vectors."""

import argparse
import sys

import encoder_folder
from published import PUBLISHED


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", choices=sorted(PUBLISHED), required=True)
    parser.add_argument("--out", metavar="DIR", help="the folder to write")
    parser.add_argument("--weights", metavar="DIR", help="weights that were fetched before; see README.md")
    parser.add_argument("--external-data", action="store_true", help="put weights beside their graph, of any size")
    parser.add_argument("--show-manifest", action="store_true", help="print the manifest without digests; nothing else")
    chosen = parser.parse_args(arguments)
    published = PUBLISHED[chosen.model]
    if chosen.show_manifest:
        print(encoder_folder.yaml(published.manifest), end="")
        return 0
    if chosen.out is None:
        parser.error("--out is required")
    import torch_export  # needs what requirements.txt lists

    loaded = published.load(chosen.weights)
    try:
        torch_export.export(published, loaded, chosen.out, external=True if chosen.external_data else None)
    except torch_export.Disagreement as e:
        print(f"export_encoder: {e}", file=sys.stderr)
        return 1
    for note in loaded.notes:
        print(f"note: {note}", file=sys.stderr)
    print(f"{chosen.out} is written; check it with: ./mirstream model check {chosen.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
