#!/usr/bin/env python3
"""Makes the ToyTown model from a seed: world, autoencoder, describer, latents, unet, export, measure.

Every stage keeps a checkpoint in --work, goes on from it when the command is
given again, and is skipped when it is complete.
"""
import argparse
import os

# Without it, idle threads spin.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
STAGES = ("world", "autoencoder", "describer", "latents", "unet", "export", "measure")


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--work", required=True, help="folder for checkpoints, about 3 GB")
    parser.add_argument("--out", required=True, help="folder for the finished model")
    parser.add_argument("--pictures", type=int, default=48000)
    parser.add_argument("--autoencoder-steps", type=int, default=7000)
    parser.add_argument("--describer-steps", type=int, default=1500)
    parser.add_argument("--unet-steps", type=int, default=7000)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--until", choices=STAGES, default=STAGES[-1], help="last stage to run")
    parser.add_argument("--draft", action="store_true", help="export an unfinished unet as it is")
    parser.add_argument("--parity", help="folder for inputs and outputs that other implementations are tested with")
    return parser.parse_args()


def command(options):
    steps = "".join(f" --{part}-steps {vars(options)[part + '_steps']}" for part in ("autoencoder", "describer", "unet"))
    return (f"python3 tools/toytown/train.py --seed {options.seed} --pictures {options.pictures}{steps} "
            "--work DIR --out models/toytown")


def main():
    options = parse()
    import torch

    import captions
    import card
    import export
    import measure
    import parity
    import runtime
    import train_autoencoder
    import train_describer
    import train_unet
    import world
    from dataset import render_all
    from latents import encode_all
    from tokenizer import toytown_tokenizer

    runtime.keep_memory()
    torch.set_num_threads(options.threads)
    device, seed = runtime.pick_device(), options.seed
    last = STAGES.index(options.until)
    os.makedirs(options.work, exist_ok=True)
    file = lambda name: os.path.join(options.work, name)

    with runtime.timed("world"):
        pictures = render_all(file("pictures.u8"), seed, options.pictures)
        scenes = [world.scene_at(seed, index) for index in range(options.pictures)]
    if last >= 1:
        with runtime.timed("autoencoder"):
            autoencoder = train_autoencoder.train(
                pictures, file("autoencoder.pt"), options.autoencoder_steps, seed, device)
    if last >= 2:
        with runtime.timed("describer"):
            describer = train_describer.train(
                pictures, scenes, autoencoder, file("describer.pt"), options.describer_steps, seed, device)
    if last >= 3:
        with runtime.timed("latents"):
            latents = encode_all(pictures, autoencoder, file("latents.pt"), device)
    if last >= 4:
        tokenizer = toytown_tokenizer()
        with runtime.timed("unet"):
            if options.draft:
                options.unet_steps = torch.load(file("unet.pt"), map_location="cpu")["step"]
            painter = train_unet.train(
                latents, scenes, tokenizer, file("unet.pt"), options.unet_steps, seed, device,
                workers=options.threads if device.type == "cpu" else 1)
    if last >= 5:
        with runtime.timed("export"):
            parts = export.Parts(
                tokenizer, painter.text_encoder, painter.unet, autoencoder, describer, captions.labels_file(),
                {"guidance": 2, "steps": 20, "working_size": "native"}, "toytown").rounded()
            with torch.no_grad():
                export.export_all(parts, options.out)
            if options.parity:
                parity.write_parity(parts, options.parity, seed)
    if last >= 6:
        with runtime.timed("measure"):
            report = measure.measure_all(parts.to(device), seed, options.out, sheets=options.work)
            card.write_card(report, {
                **vars(options), "command": command(options),
                "vocabulary": len(tokenizer.vocabulary), "count": measure.PICTURES,
                "device": torch.cuda.get_device_name() if device.type == "cuda" else f"{options.threads} CPU cores"},
                options.out)


if __name__ == "__main__":
    main()
