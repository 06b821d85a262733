"""Makes the StickerTown model, stage by stage: sources, scenes, autoencoder, latents, painter, decoder, describer, export, measure.

Every stage keeps its checkpoint in WORK, goes on from it when the command is
given again, and is skipped when it is complete.
"""
import argparse
import os

STAGES = ("sources", "scenes", "autoencoder", "latents", "painter", "decoder", "describer", "export", "measure")
SHIPPED = ("tools/stickertown/train.sh DIR --seed 11 --pictures 80000 --autoencoder-steps 12000 --painter-steps 15000 --decoder-steps 4000 "
           "--out models/stickertown    # all that a finished model has")
FINISHED = ("autoencoder", "latents", "painter", "decoder")     # stages whose results a finished model has


def parse(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True, help="folder for sources, pictures and checkpoints, about 4 GB with 80 000 pictures")
    parser.add_argument("--out", help="folder for the finished model; WORK/model without it")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--pictures", type=int, default=40000)
    parser.add_argument("--autoencoder-steps", type=int, default=3000)
    parser.add_argument("--painter-steps", type=int, default=12000)
    parser.add_argument("--decoder-steps", type=int, default=5000)
    parser.add_argument("--describer-steps", type=int, default=6000)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--finished", metavar="MODEL",
                        help="folder of a finished model whose autoencoder and painter are kept: their stages are left out, and only the describer is trained")
    parser.add_argument("--draft", action="store_true", help="export unfinished weights as they are")
    parser.add_argument("--only", nargs="+", choices=STAGES, default=STAGES, help="stages to run now; what they need must be there")
    return parser.parse_args(arguments)


class Run:
    """One run's folder and options; every method is a stage."""

    def __init__(self, options):
        self.options = options
        os.makedirs(options.work, exist_ok=True)
        os.environ["STICKERTOWN_SOURCES"] = self.file("sources")

    def file(self, name):
        return os.path.join(os.path.abspath(self.options.work), name)

    def sources(self):
        from .sprites import fetch
        fetch(self.file("sources"))

    def scenes(self):
        from .dataset import render_all
        return render_all(self.file("pictures.u8"), self.options.seed, self.options.pictures, self.options.processes)

    def autoencoder(self):
        from .train_autoencoder import train
        return train(self.scenes(), self.file("autoencoder.pt"), self.options.autoencoder_steps, self.options.seed,
                     self.options.processes)

    def latents(self):
        import torch

        from .latents import encode_all
        if os.path.exists(self.file("latents.pt")):
            return encode_all(None, None, self.file("latents.pt"))
        pictures, autoencoder = self.scenes(), self.autoencoder()
        torch.set_num_threads(self.options.processes)
        return encode_all(pictures, autoencoder, self.file("latents.pt"))

    def painter(self):
        if self.options.finished:
            from .painter import Painter, new_tokenizer
            from .warm_start import finished_painter
            tokenizer = new_tokenizer()
            return tokenizer, finished_painter(Painter(tokenizer), tokenizer, self.options.finished)
        from .train_painter import train
        return train(self.latents(), self.options.seed, self.file("painter.pt"), self.options.painter_steps, self.options.processes)

    def decoder(self):
        if self.options.finished:
            from .warm_start import finished_autoencoder
            return finished_autoencoder(self.options.finished)
        from .train_autoencoder import train_decoder
        return train_decoder(self.autoencoder(), self.scenes(), self.file("decoder.pt"), self.options.decoder_steps,
                             self.options.seed, self.options.processes)

    def describer(self):
        from .train_describer import train
        return train(self.scenes(), self.decoder(), self.file("describer.pt"), self.options.describer_steps, self.options.seed,
                     self.options.processes)

    @property
    def out(self):
        return self.options.out or self.file("model")

    def parts(self):
        """The model as it is shipped. With --draft from whatever is there: unfinished weights, no describer."""
        from export import Parts

        from .labels import labels_file
        if self.options.draft:
            self._take_what_is_there()
        tokenizer, painter = self.painter()
        describer = None if self.options.draft and not os.path.exists(self.file("describer.pt")) else self.describer()
        return Parts(tokenizer, painter.text_encoder, painter.unet, self.decoder(), describer, labels_file(),
                     {"guidance": 2, "steps": 20, "working_size": "native"}, "stickertown").rounded()

    def export(self):
        import shutil

        import torch
        from export import export_all
        with torch.no_grad():
            export_all(self.parts(), self.out)
        shutil.copy(os.path.join(os.path.dirname(__file__), "NOTICE.md"), self.out)

    def measure(self):
        """Needs the describer, so a draft without one cannot be measured."""
        from .measure import measure_all
        measure_all(self.parts(), self.options.seed, self.out, self.command())

    def command(self):
        """The command that makes the same model; of a finished one with another describer, the second of two."""
        o = self.options
        if o.finished:
            return (f"{SHIPPED}\ntools/stickertown/train.sh DIR2 --seed {o.seed} --pictures {o.pictures} --finished models/stickertown "
                    f"--describer-steps {o.describer_steps} --out models/stickertown    # the describer, on more pictures")
        return (f"tools/stickertown/train.sh DIR --seed {o.seed} --pictures {o.pictures} --autoencoder-steps {o.autoencoder_steps} "
                f"--painter-steps {o.painter_steps} --decoder-steps {o.decoder_steps} --describer-steps {o.describer_steps} --out models/stickertown")

    def _take_what_is_there(self):
        import torch
        for part in ("autoencoder", "painter", "decoder", "describer"):
            path = self.file(part + ".pt")
            setattr(self.options, part + "_steps", torch.load(path)["step"] if os.path.exists(path) else 0)


def main():
    options = parse()
    run = Run(options)
    import torch

    import runtime
    runtime.keep_memory()
    torch.set_num_threads(1)
    for stage in STAGES:
        if stage in options.only and not (options.finished and stage in FINISHED):
            with runtime.timed(stage):
                getattr(run, stage)()


if __name__ == "__main__":
    main()
